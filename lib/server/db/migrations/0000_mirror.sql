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
	"gone_at" timestamp with time zone
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
	"error_code" text,
	"detail" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_change_at" timestamp with time zone,
	CONSTRAINT "sync_window_source_resource_from_day_pk" PRIMARY KEY("source","resource","from_day")
);
--> statement-breakpoint
CREATE INDEX "billing_period_start_date" ON "billing_period" USING btree ("start_date","id");--> statement-breakpoint
CREATE INDEX "billing_period_contract" ON "billing_period" USING btree ("contract","id");--> statement-breakpoint
CREATE INDEX "billing_period_day_day" ON "billing_period_day" USING btree ("day");--> statement-breakpoint
CREATE INDEX "invoice_issued_on" ON "invoice" USING btree ("source","issued_on","id");--> statement-breakpoint
CREATE INDEX "invoice_day_day" ON "invoice_day" USING btree ("source","day");--> statement-breakpoint
CREATE UNIQUE INDEX "mirror_state_only" ON "mirror_state" USING btree ("only");--> statement-breakpoint
CREATE INDEX "payment_link_sighting_id" ON "payment_link_sighting" USING btree ("id");--> statement-breakpoint
CREATE INDEX "row_history_row" ON "row_history" USING btree ("source","resource","id","entry");--> statement-breakpoint
CREATE INDEX "sync_window_due" ON "sync_window" USING btree ("due_at");