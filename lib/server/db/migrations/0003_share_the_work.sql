CREATE TABLE "sync_budget" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"calls" double precision NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sync_window" ADD COLUMN "token" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_window" ADD COLUMN "leased_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sync_window" ADD COLUMN "leased_by" text;--> statement-breakpoint
CREATE INDEX "sync_window_leased" ON "sync_window" USING btree ("leased_until") WHERE leased_until is not null;