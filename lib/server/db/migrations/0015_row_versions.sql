CREATE TABLE "billing_period_version" (
	"id" text NOT NULL,
	"contract" text,
	"start_date" date,
	"end_date" date,
	"status" text,
	"amount" numeric,
	"amount_issue" text,
	"currency" text,
	"funding_source" text,
	"assignment" text DEFAULT 'unassigned' NOT NULL,
	"unreadable_fields" text,
	"gone_at" timestamp with time zone,
	"recorded_from" timestamp with time zone,
	"recorded_to" timestamp with time zone NOT NULL,
	"previous_seen_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invoice_version" (
	"source" text NOT NULL,
	"id" text NOT NULL,
	"number" text,
	"title" text,
	"customer" text,
	"account_number" text,
	"site_ref" text,
	"site_name" text,
	"invoice_type" text,
	"invoice_type_label" text,
	"amount" numeric,
	"amount_issue" text,
	"usd_amount" numeric,
	"paid_amount" numeric,
	"state" text,
	"funnel_state" text,
	"issued_on" date,
	"issued_at" timestamp with time zone,
	"due_on" date,
	"processed_on" date,
	"source_updated_at" timestamp with time zone,
	"currency" text,
	"funding_source" text,
	"assignment" text DEFAULT 'unassigned' NOT NULL,
	"unreadable_fields" text,
	"gone_at" timestamp with time zone,
	"recorded_from" timestamp with time zone,
	"recorded_to" timestamp with time zone NOT NULL,
	"previous_seen_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "billing_period" ADD COLUMN "recorded_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "billing_period" ADD COLUMN "last_listed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "invoice" ADD COLUMN "recorded_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "invoice" ADD COLUMN "last_listed_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "billing_period_version_row" ON "billing_period_version" USING btree ("id","recorded_to");--> statement-breakpoint
CREATE INDEX "billing_period_version_recorded_to" ON "billing_period_version" USING brin ("recorded_to");--> statement-breakpoint
CREATE INDEX "invoice_version_row" ON "invoice_version" USING btree ("source","id","recorded_to");--> statement-breakpoint
CREATE INDEX "invoice_version_recorded_to" ON "invoice_version" USING brin ("recorded_to");--> statement-breakpoint
CREATE INDEX "billing_period_recorded_from" ON "billing_period" USING btree ("recorded_from") WHERE recorded_from is not null;--> statement-breakpoint
CREATE INDEX "invoice_recorded_from" ON "invoice" USING btree ("source","recorded_from") WHERE recorded_from is not null;--> statement-breakpoint
-- A version is visible to viewers of the funding source that the row had then.
ALTER TABLE "billing_period_version" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "invoice_version" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "scope" ON "billing_period_version" USING ((SELECT furrow_sees_all()) OR array_position((SELECT furrow_scope()), funding_source) IS NOT NULL);--> statement-breakpoint
CREATE POLICY "scope" ON "invoice_version" USING ((SELECT furrow_sees_all()) OR array_position((SELECT furrow_scope()), funding_source) IS NOT NULL);--> statement-breakpoint
-- 'history': since when the versions of a list are complete.
DROP POLICY "scope_harmless" ON "source_fact";--> statement-breakpoint
CREATE POLICY "scope_harmless" ON "source_fact" FOR SELECT USING ((SELECT furrow_scope()) IS NOT NULL AND fact IN ('paused', 'asked_pause', 'probe:funding_source', 'history'));
