CREATE TABLE "collected_age" (
	"week" date NOT NULL,
	"since_age" integer NOT NULL,
	"age" integer NOT NULL,
	"currency" text,
	"funding_source" text,
	"count" integer NOT NULL,
	"amount" numeric NOT NULL,
	"unknown_amounts" integer NOT NULL,
	"changes" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sync_window" ADD COLUMN "first_complete_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "collected_age_week" ON "collected_age" USING btree ("week");
--> statement-breakpoint
ALTER TABLE "collected_age" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "scope" ON "collected_age" USING ((SELECT furrow_sees_all()) OR array_position((SELECT furrow_scope()), funding_source) IS NOT NULL);
