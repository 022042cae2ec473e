CREATE TABLE "unpaid_day" (
	"day" date,
	"currency" text,
	"funding_source" text,
	"count" integer NOT NULL,
	"amount" numeric NOT NULL,
	"unknown_amounts" integer NOT NULL,
	"end_day" date,
	"status" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "unpaid_day_day" ON "unpaid_day" USING btree ("day");--> statement-breakpoint
-- Under row-level security the owner sees no row without a scope. It holds for this transaction alone.
SELECT set_config('furrow.scope', 'all', true);--> statement-breakpoint
INSERT INTO "unpaid_day" ("day", "end_day", "currency", "funding_source", "status", "count", "amount", "unknown_amounts")
	SELECT "start_date", "end_date", "currency", "funding_source", "status",
		count(*), coalesce(sum("amount"), 0), count(*) FILTER (WHERE "amount" IS NULL)
	FROM "billing_period"
	WHERE "gone_at" IS NULL AND "status" IN ('SENT_TO_PAYMENT_SERVICE', 'PENDING', 'PAYMENT_FAILED')
	GROUP BY "start_date", "end_date", "currency", "funding_source", "status";--> statement-breakpoint
ALTER TABLE "unpaid_day" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "scope" ON "unpaid_day" USING ((SELECT furrow_sees_all()) OR array_position((SELECT furrow_scope()), funding_source) IS NOT NULL);
