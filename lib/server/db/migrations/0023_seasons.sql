CREATE TABLE "season" (
	"id" text PRIMARY KEY NOT NULL,
	"funding_source" text NOT NULL,
	"name" text NOT NULL,
	"first_month" smallint NOT NULL,
	"last_month" smallint NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	"set_by" text NOT NULL,
	CONSTRAINT "season_months" CHECK (first_month between 1 and 12 and last_month between 1 and 12)
);
--> statement-breakpoint
CREATE INDEX "season_funding_source" ON "season" USING btree ("funding_source");--> statement-breakpoint
-- A season is visible to viewers of its funding source.
ALTER TABLE "season" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "scope" ON "season" USING ((SELECT furrow_sees_all()) OR array_position((SELECT furrow_scope()), funding_source) IS NOT NULL);
