CREATE TABLE "contract_standing" (
	"contract_id" text NOT NULL,
	"contract" text NOT NULL,
	"currency" text,
	"funding_source" text,
	"standing" text NOT NULL,
	"since" date NOT NULL,
	"until" date NOT NULL,
	CONSTRAINT "contract_standing_contract_id_since_pk" PRIMARY KEY("contract_id","since")
);
--> statement-breakpoint
ALTER TABLE "contract" ADD COLUMN "standing_before" text;--> statement-breakpoint
CREATE INDEX "contract_standing_by_contract" ON "contract_standing" USING btree ("contract" collate "C");--> statement-breakpoint
CREATE INDEX "contract_standing_gone" ON "contract_standing" USING btree ("since") WHERE standing = 'gone' and until = 'infinity';--> statement-breakpoint
-- A standing is visible to viewers of the contract's funding source.
ALTER TABLE "contract_standing" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "scope" ON "contract_standing" USING ((SELECT furrow_sees_all()) OR array_position((SELECT furrow_scope()), funding_source) IS NOT NULL);--> statement-breakpoint
-- All contracts are computed again, so that each has a standing.
DELETE FROM "source_fact" WHERE "fact" = 'contracts';
