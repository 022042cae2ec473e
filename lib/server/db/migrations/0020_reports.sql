ALTER TABLE "person" ADD COLUMN "reported_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "previous_report_at" timestamp with time zone;