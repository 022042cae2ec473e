-- Of several waiting invitations of one address the newest stays. The older ones had been revoked, and then renewed
-- from a page that was out of date.
UPDATE "invitation" AS older SET "revoked_at" = now()
WHERE older."used_at" IS NULL AND older."revoked_at" IS NULL AND EXISTS (
  SELECT FROM "invitation" AS newer
  WHERE newer."email" = older."email" AND newer."used_at" IS NULL AND newer."revoked_at" IS NULL
    AND (newer."created_at", newer."id") > (older."created_at", older."id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "invitation_waiting" ON "invitation" USING btree ("email") WHERE used_at is null and revoked_at is null;
