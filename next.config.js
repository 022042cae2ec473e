/** @type {import('next').NextConfig} */
const nextConfig = {
  typedRoutes: true,
  poweredByHeader: false,
  agentRules: false,
  // `next dev` answers only to localhost unless told otherwise; both loopback names are ours.
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
  images: { unoptimized: true },
  // The client-invoices contract has a trailing slash in its path; the proxy route must see it unredirected.
  skipTrailingSlashRedirect: true,
  serverExternalPackages: ['pg', 'undici', 'pino', 'cockatiel'],
  turbopack: { root: import.meta.dirname },
}

export default nextConfig
