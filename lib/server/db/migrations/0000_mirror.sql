CREATE TABLE "billing_period" (
	"id" text PRIMARY KEY NOT NULL,
	"contract" text,
	"start_date" date,
	"end_date" date,
	"status" text,
	"currency" text,
	"amount" numeric,
	"amount_issue" text,
	"funding_source" text,
	"content_hash" text NOT NULL,
	"raw" jsonb NOT NULL,
	"assignment" text DEFAULT 'unassigned' NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"missing_since" timestamp with time zone,
	"gone_at" timestamp with time zone,
	"window_from" date,
	"search_text" text GENERATED ALWAYS AS (lower(coalesce(contract, '') || ' ' || id)) STORED
);
--> statement-breakpoint
CREATE TABLE "billing_period_day" (
	"day" date,
	"currency" text,
	"funding_source" text,
	"status" text NOT NULL,
	"count" integer NOT NULL,
	"amount" numeric NOT NULL,
	"unknown_amounts" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invoice" (
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
	"currency" text,
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
	"funding_source" text,
	"content_hash" text NOT NULL,
	"raw" jsonb NOT NULL,
	"assignment" text DEFAULT 'unassigned' NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"missing_since" timestamp with time zone,
	"gone_at" timestamp with time zone,
	"window_from" date,
	"search_text" text GENERATED ALWAYS AS (lower(coalesce(number, '') || ' ' || coalesce(title, '') || ' ' || coalesce(customer, '') || ' ' || coalesce(account_number, '') || ' ' || coalesce(site_ref, '') || ' ' || coalesce(site_name, '') || ' ' || id)) STORED,
	CONSTRAINT "invoice_source_id_pk" PRIMARY KEY("source","id")
);
--> statement-breakpoint
CREATE TABLE "invoice_day" (
	"source" text NOT NULL,
	"day" date,
	"currency" text,
	"funding_source" text,
	"state" text NOT NULL,
	"count" integer NOT NULL,
	"amount" numeric NOT NULL,
	"unknown_amounts" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mirror_state" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payment_link_sighting" (
	"query_day" date NOT NULL,
	"id" text NOT NULL,
	CONSTRAINT "payment_link_sighting_query_day_id_pk" PRIMARY KEY("query_day","id")
);
--> statement-breakpoint
CREATE TABLE "row_history" (
	"entry" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "row_history_entry_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source" text NOT NULL,
	"resource" text NOT NULL,
	"id" text NOT NULL,
	"status" text,
	"previous_seen_at" timestamp with time zone,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "source_fact" (
	"source" text NOT NULL,
	"resource" text NOT NULL,
	"fact" text NOT NULL,
	"value" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "source_fact_source_resource_fact_pk" PRIMARY KEY("source","resource","fact")
);
--> statement-breakpoint
CREATE TABLE "sync_window" (
	"source" text NOT NULL,
	"resource" text NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date,
	"state" text DEFAULT 'never_read' NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"upstream_count" integer,
	"checksum" text,
	"last_run_at" timestamp with time zone,
	"last_complete_at" timestamp with time zone,
	"due_at" timestamp with time zone NOT NULL,
	"requested_at" timestamp with time zone,
	"unsettled" integer DEFAULT 0 NOT NULL,
	"detail" text,
	"error_code" text,
	"error_detail" text,
	"failed_at" timestamp with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_change_at" timestamp with time zone,
	CONSTRAINT "sync_window_source_resource_from_day_pk" PRIMARY KEY("source","resource","from_day")
);
--> statement-breakpoint
CREATE INDEX "billing_period_by_start_date" ON "billing_period" USING btree ("start_date","id" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "billing_period_by_end_date" ON "billing_period" USING btree ("end_date","id" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "billing_period_by_amount" ON "billing_period" USING btree ("currency","amount","id" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "billing_period_by_contract" ON "billing_period" USING btree ("contract" collate "C","id" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "billing_period_by_status" ON "billing_period" USING btree ("status" collate "C","id" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "billing_period_by_funding_source" ON "billing_period" USING btree ("funding_source" collate "C","id" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "billing_period_by_changed_at" ON "billing_period" USING btree ("changed_at","id" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "billing_period_window" ON "billing_period" USING btree ("window_from");--> statement-breakpoint
CREATE INDEX "billing_period_ambiguous" ON "billing_period" USING btree ("assignment") WHERE assignment = 'ambiguous';--> statement-breakpoint
CREATE INDEX "billing_period_day_day" ON "billing_period_day" USING btree ("day");--> statement-breakpoint
CREATE INDEX "invoice_by_issued_on" ON "invoice" USING btree ("source","issued_on","id" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "invoice_by_due_on" ON "invoice" USING btree ("source","due_on","id" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "invoice_by_processed_on" ON "invoice" USING btree ("source","processed_on","id" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "invoice_by_amount" ON "invoice" USING btree ("source","currency","amount","id" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "invoice_by_number" ON "invoice" USING btree ("source","number" collate "C","id" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "invoice_by_customer" ON "invoice" USING btree ("source","customer" collate "C","id" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "invoice_by_state" ON "invoice" USING btree ("source","state" collate "C","id" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "invoice_by_funding_source" ON "invoice" USING btree ("source","funding_source" collate "C","id" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "invoice_by_changed_at" ON "invoice" USING btree ("source","changed_at","id" collate "C") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "invoice_window" ON "invoice" USING btree ("source","window_from");--> statement-breakpoint
CREATE INDEX "invoice_ambiguous" ON "invoice" USING btree ("source","assignment") WHERE assignment = 'ambiguous';--> statement-breakpoint
CREATE INDEX "invoice_day_day" ON "invoice_day" USING btree ("source","day");--> statement-breakpoint
CREATE UNIQUE INDEX "mirror_state_only" ON "mirror_state" USING btree ("only");--> statement-breakpoint
CREATE INDEX "payment_link_sighting_id" ON "payment_link_sighting" USING btree ("id");--> statement-breakpoint
CREATE INDEX "row_history_row" ON "row_history" USING btree ("source","resource","id","entry");--> statement-breakpoint
CREATE INDEX "sync_window_due" ON "sync_window" USING btree ("due_at");