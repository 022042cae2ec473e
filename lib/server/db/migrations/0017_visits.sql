ALTER TABLE "person" ADD COLUMN "visited_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "previous_visit_at" timestamp with time zone;