CREATE TABLE "source_call" (
	"source" text NOT NULL,
	"minute" timestamp with time zone NOT NULL,
	"outcome" text NOT NULL,
	"calls" integer NOT NULL,
	"repeats" integer NOT NULL,
	CONSTRAINT "source_call_source_minute_outcome_pk" PRIMARY KEY("source","minute","outcome")
);
--> statement-breakpoint
CREATE TABLE "source_error" (
	"entry" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "source_error_entry_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source" text NOT NULL,
	"resource" text NOT NULL,
	"code" text NOT NULL,
	"detail" text NOT NULL,
	"from_day" date NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	"retry_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "sync_window" ADD COLUMN "state_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sync_window" ADD COLUMN "upstream_listed" integer;--> statement-breakpoint
CREATE INDEX "source_error_list" ON "source_error" USING btree ("source","resource","entry");--> statement-breakpoint
CREATE INDEX "billing_period_unreadable" ON "billing_period" USING btree ("id" collate "C") WHERE gone_at is null and amount_issue not in ('missing', 'blank');--> statement-breakpoint
CREATE INDEX "invoice_unreadable" ON "invoice" USING btree ("source","id" collate "C") WHERE gone_at is null and amount_issue not in ('missing', 'blank');