CREATE TABLE "collection_target" (
	"funding_source" text NOT NULL,
	"currency" text NOT NULL,
	"percent" numeric(4, 1) NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	"set_by" text NOT NULL,
	CONSTRAINT "collection_target_funding_source_currency_pk" PRIMARY KEY("funding_source","currency"),
	CONSTRAINT "collection_target_percent" CHECK (percent > 0 and percent <= 100)
);
--> statement-breakpoint
-- A target is visible to viewers of its funding source.
ALTER TABLE "collection_target" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "scope" ON "collection_target" USING ((SELECT furrow_sees_all()) OR array_position((SELECT furrow_scope()), funding_source) IS NOT NULL);
