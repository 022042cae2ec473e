/** @type {import('next').NextConfig} */
const nextConfig = {
  typedRoutes: true,
  poweredByHeader: false,
  agentRules: false,
  // `next dev` answers only to localhost unless told otherwise; both loopback names are ours.
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
  // npm run check and npm test check the types of everything; a first start need not do it again.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  // The client-invoices contract has a trailing slash in its path; the proxy route must see it unredirected.
  skipTrailingSlashRedirect: true,
  serverExternalPackages: ['pg', 'undici', 'pino', 'cockatiel', 'nodemailer'],
  turbopack: {
    root: import.meta.dirname,
    // React has the hook since version 18, so that tables and charts need no replacement of it.
    resolveAlias: { 'use-sync-external-store/shim/with-selector': 'use-sync-external-store/with-selector' },
  },
}

export default nextConfig
