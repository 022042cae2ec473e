CREATE TABLE "billing_period_week" (
	"day" date,
	"currency" text,
	"funding_source" text,
	"status" text NOT NULL,
	"count" integer NOT NULL,
	"amount" numeric NOT NULL,
	"unknown_amounts" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "billing_period_year" (
	"day" date,
	"currency" text,
	"funding_source" text,
	"status" text NOT NULL,
	"count" integer NOT NULL,
	"amount" numeric NOT NULL,
	"unknown_amounts" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "collection_week" (
	"day" date PRIMARY KEY NOT NULL,
	"sums" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invoice_week" (
	"source" text NOT NULL,
	"day" date,
	"currency" text,
	"funding_source" text,
	"state" text NOT NULL,
	"count" integer NOT NULL,
	"amount" numeric NOT NULL,
	"unknown_amounts" integer NOT NULL,
	"funnel_state" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invoice_year" (
	"source" text NOT NULL,
	"day" date,
	"currency" text,
	"funding_source" text,
	"state" text NOT NULL,
	"count" integer NOT NULL,
	"amount" numeric NOT NULL,
	"unknown_amounts" integer NOT NULL,
	"funnel_state" text NOT NULL
);
--> statement-breakpoint
-- Under row-level security the owner sees no row without a scope. It holds for this transaction alone.
SELECT set_config('furrow.scope', 'all', true);--> statement-breakpoint
-- No aggregate knew the state of the funnel: those of invoices are added up anew from the rows.
TRUNCATE "invoice_day";--> statement-breakpoint
ALTER TABLE "invoice_day" ADD COLUMN "funnel_state" text NOT NULL;--> statement-breakpoint
CREATE INDEX "billing_period_week_day" ON "billing_period_week" USING btree ("day");--> statement-breakpoint
CREATE INDEX "billing_period_year_day" ON "billing_period_year" USING btree ("day");--> statement-breakpoint
CREATE INDEX "invoice_week_day" ON "invoice_week" USING btree ("source","day");--> statement-breakpoint
CREATE INDEX "invoice_year_day" ON "invoice_year" USING btree ("source","day");--> statement-breakpoint
INSERT INTO "invoice_day" ("source", "day", "currency", "funding_source", "state", "funnel_state", "count", "amount", "unknown_amounts")
	SELECT "source", "issued_on", "currency", "funding_source",
		CASE WHEN "state" IS NULL THEN 'unknown'
			WHEN "state" IN ('not_paid', 'registered', 'partially_paid', 'paid', 'partially_refunded', 'refunded', 'unknown') THEN "state" ELSE 'other' END AS "state_group",
		CASE WHEN "funnel_state" IN ('sent', 'clicked', 'expired', 'plan', 'partially_paid', 'paid', 'partially_refunded', 'refunded') THEN "funnel_state" ELSE 'other' END AS "funnel_group",
		count(*), coalesce(sum("amount"), 0), count(*) FILTER (WHERE "amount" IS NULL)
	FROM "invoice" WHERE "gone_at" IS NULL
	GROUP BY "source", "issued_on", "currency", "funding_source", "state_group", "funnel_group";--> statement-breakpoint
INSERT INTO "billing_period_week" ("day", "currency", "funding_source", "status", "count", "amount", "unknown_amounts")
	SELECT "day" - ("day" - date '0001-01-01') % 7 AS "first_day", "currency", "funding_source", "status", sum("count"), sum("amount"), sum("unknown_amounts")
	FROM "billing_period_day" GROUP BY "first_day", "currency", "funding_source", "status";--> statement-breakpoint
INSERT INTO "billing_period_year" ("day", "currency", "funding_source", "status", "count", "amount", "unknown_amounts")
	SELECT date_trunc('week', make_date(extract(isoyear FROM "day")::int, 1, 4)::timestamp)::date AS "first_day", "currency", "funding_source", "status", sum("count"), sum("amount"), sum("unknown_amounts")
	FROM "billing_period_week" GROUP BY "first_day", "currency", "funding_source", "status";--> statement-breakpoint
INSERT INTO "invoice_week" ("day", "source", "currency", "funding_source", "state", "funnel_state", "count", "amount", "unknown_amounts")
	SELECT "day" - ("day" - date '0001-01-01') % 7 AS "first_day", "source", "currency", "funding_source", "state", "funnel_state", sum("count"), sum("amount"), sum("unknown_amounts")
	FROM "invoice_day" GROUP BY "first_day", "source", "currency", "funding_source", "state", "funnel_state";--> statement-breakpoint
INSERT INTO "invoice_year" ("day", "source", "currency", "funding_source", "state", "funnel_state", "count", "amount", "unknown_amounts")
	SELECT date_trunc('week', make_date(extract(isoyear FROM "day")::int, 1, 4)::timestamp)::date AS "first_day", "source", "currency", "funding_source", "state", "funnel_state", sum("count"), sum("amount"), sum("unknown_amounts")
	FROM "invoice_week" GROUP BY "first_day", "source", "currency", "funding_source", "state", "funnel_state";--> statement-breakpoint
INSERT INTO "collection_week" ("day", "sums")
	SELECT "day", json_agg(json_build_array("currency", "status", "count", "amount"::text, "unknown") ORDER BY "currency" COLLATE "C", "status" COLLATE "C")
	FROM (
		SELECT "day", "currency", "status", sum("count") AS "count", sum("amount") AS "amount", sum("unknown_amounts") AS "unknown"
		FROM "billing_period_week" WHERE "day" IS NOT NULL GROUP BY "day", "currency", "status"
	) AS "of_all" GROUP BY "day";--> statement-breakpoint
ALTER TABLE "billing_period_week" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "billing_period_year" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "invoice_week" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "invoice_year" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "collection_week" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "scope" ON "billing_period_week" USING ((SELECT furrow_sees_all()) OR array_position((SELECT furrow_scope()), funding_source) IS NOT NULL);--> statement-breakpoint
CREATE POLICY "scope" ON "billing_period_year" USING ((SELECT furrow_sees_all()) OR array_position((SELECT furrow_scope()), funding_source) IS NOT NULL);--> statement-breakpoint
CREATE POLICY "scope" ON "invoice_week" USING ((SELECT furrow_sees_all()) OR array_position((SELECT furrow_scope()), funding_source) IS NOT NULL);--> statement-breakpoint
CREATE POLICY "scope" ON "invoice_year" USING ((SELECT furrow_sees_all()) OR array_position((SELECT furrow_scope()), funding_source) IS NOT NULL);--> statement-breakpoint
-- Its sums are of all funding sources together.
CREATE POLICY "scope" ON "collection_week" USING ((SELECT furrow_sees_all()));
