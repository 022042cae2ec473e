-- The normal form in which searches compare texts; lib/plain-text.ts has the same rule. The first branch is the second for
-- ASCII, and several times as fast. The result does not depend on the database's locale. U+0001 separates the fields of a row,
-- U+0002 comes before its contacts.
CREATE FUNCTION "furrow_plain"(text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
	IF octet_length($1) = char_length($1) THEN
		RETURN translate(lower($1 COLLATE "C"), U&'\0003\0004\0005\0006\0007\0008\0009\000a\000b\000c\000d\000e\000f\0010\0011\0012\0013\0014\0015\0016\0017\0018\0019\001a\001b\001c\001d\001e\001f\007f -''`', '');
	END IF;
	RETURN lower(replace(replace(replace(replace(replace(replace(replace(replace(translate(regexp_replace(normalize($1, NFKD) COLLATE "C", '[\u0003- ''\-`\u007f-\u00a0\u00ad\u02b9-\u02bf\u02c8\u02ca\u02cb\u02ee\u0300-\u036f\u058a\u1680\u1806\u180e\u1ab0-\u1aff\u1dc0-\u1dff\u2000-\u201b\u2028-\u2035\u2043\u205f-\u2064\u20d0-\u20ff\u2212\u2e3a\u2e3b\u3000\ua78b\ua78c\ufe20-\ufe2f\ufeff]', '', 'g'),
		U&'\00d0\00d8\00f0\00f8\0110\0111\0126\0127\0131\0141\0142\014a\014b\0166\0167\0181\0182\0184\0186\0187\0189\018a\018b\018e\018f\0190\0191\0192\0193\0194\0196\0197\0198\0199\019c\019d\019f\01a2\01a4\01a6\01a7\01a9\01ac\01ae\01b1\01b2\01b3\01b4\01b5\01b7\01b8\01bc\01dd\01e4\01f6\01f7\021c\0220\0222\0224\023a\023b\023d\023e\0241\0243\0244\0245\0246\0248\024a\024c\024e\0253\0254\0256\0257\0259\025b\0263\0272\028b\0370\0372\0376\037f\0391\0392\0393\0394\0395\0396\0397\0398\0399\039a\039b\039c\039d\039e\039f\03a0\03a1\03a3\03a4\03a5\03a6\03a7\03a8\03a9\03c2\03cf\03d8\03da\03dc\03de\03e0\03e2\03e4\03e6\03e8\03ea\03ec\03ee\03f7\03fa\03fd\03fe\03ff\0402\0404\0405\0406\0408\0409\040a\040b\040f\0410\0411\0412\0413\0414\0415\0416\0417\0418\041a\041b\041c\041d\041e\041f\0420\0421\0422\0423\0424\0425\0426\0427\0428\0429\042a\042b\042c\042d\042e\042f\0460\0462\0464\0466\0468\046a\046c\046e\0470\0472\0474\0478\047a\047c\047e\0480\048a\048c\048e\0490\0492\0494\0496\0498\049a\049c\049e\04a0\04a2\04a4\04a6\04a8\04aa\04ac\04ae\04b0\04b2\04b4\04b6\04b8\04ba\04bc\04be\04c0\04c3\04c5\04c7\04c9\04cb\04cd\04d4\04d8\04e0\04e8\04f6\04fa\04fc\04fe\0500\0502\0504\0506\0508\050a\050c\050e\0510\0512\0514\0516\0518\051a\051c\051e\0520\0522\0524\0526\0528\052a\052c\052e\0531\0532\0533\0534\0535\0536\0537\0538\0539\053a\053b\053c\053d\053e\053f\0540\0541\0542\0543\0544\0545\0546\0547\0548\0549\054a\054b\054c\054d\054e\054f\0550\0551\0552\0553\0554\0555\0556',
		U&'dododdhhillnnttb\0183\0185o\0188dd\018ceeeff\0260g\0269\0268kk\026fn\0275\01a3\01a5\0280\01a8\0283\01ad\0288\028avyy\01b6\0292\01b9\01bde\01e5\0195\01bf\021d\019e\0223\0225\2c65\023c\019a\2c66\0242\0180\0289\028c\0247\0249\024b\024d\024fboddeegnv\0371\0373\0377\03f3\03b1\03b2\03b3\03b4\03b5\03b6\03b7\03b8\03b9\03ba\03bb\03bc\03bd\03be\03bf\03c0\03c1\03c3\03c4\03c5\03c6\03c7\03c8\03c9\03c3\03d7\03d9\03db\03dd\03df\03e1\03e3\03e5\03e7\03e9\03eb\03ed\03ef\03f8\03fb\037b\037c\037d\0452\0454\0455\0456\0458\0459\045a\045b\045f\0430\0431\0432\0433\0434\0435\0436\0437\0438\043a\043b\043c\043d\043e\043f\0440\0441\0442\0443\0444\0445\0446\0447\0448\0449\044a\044b\044c\044d\044e\044f\0461\0463\0465\0467\0469\046b\046d\046f\0471\0473\0475\0479\047b\047d\047f\0481\048b\048d\048f\0491\0493\0495\0497\0499\049b\049d\049f\04a1\04a3\04a5\04a7\04a9\04ab\04ad\04af\04b1\04b3\04b5\04b7\04b9\04bb\04bd\04bf\04cf\04c4\04c6\04c8\04ca\04cc\04ce\04d5\04d9\04e1\04e9\04f7\04fb\04fd\04ff\0501\0503\0505\0507\0509\050b\050d\050f\0511\0513\0515\0517\0519\051b\051d\051f\0521\0523\0525\0527\0529\052b\052d\052f\0561\0562\0563\0564\0565\0566\0567\0568\0569\056a\056b\056c\056d\056e\056f\0570\0571\0572\0573\0574\0575\0576\0577\0578\0579\057a\057b\057c\057d\057e\057f\0580\0581\0582\0583\0584\0585\0586'), U&'\00c6', 'ae'), U&'\00de', 'th'), U&'\00df', 'ss'), U&'\00e6', 'ae'), U&'\00fe', 'th'), U&'\0152', 'oe'), U&'\0153', 'oe'), U&'\1e9e', 'ss'));
END $$;--> statement-breakpoint
-- A LIKE pattern that finds a word anywhere in a text in normal form.
CREATE FUNCTION "furrow_pattern"(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN '%' || regexp_replace(furrow_plain($1), '([\\%_])', '\\\1', 'g') || '%';--> statement-breakpoint
ALTER TABLE "billing_period" drop column "search_text";--> statement-breakpoint
ALTER TABLE "billing_period" ADD COLUMN "search_text" text GENERATED ALWAYS AS (furrow_plain(coalesce(contract, '') || chr(1) || coalesce(funding_source, '') || chr(1) || coalesce(id, ''))) STORED;--> statement-breakpoint
ALTER TABLE "invoice" drop column "search_text";--> statement-breakpoint
ALTER TABLE "invoice" ADD COLUMN "search_text" text GENERATED ALWAYS AS (furrow_plain(coalesce(number, '') || chr(1) || coalesce(title, '') || chr(1) || coalesce(customer, '') || chr(1) || coalesce(account_number, '') || chr(1) || coalesce(site_ref, '') || chr(1) || coalesce(site_name, '') || chr(1) || coalesce(invoice_type_label, '') || chr(1) || coalesce(funding_source, '') || chr(1) || coalesce(id, '') || case when source = 'payment-links' then chr(2) || translate(coalesce(raw->>'mobileNumber', raw->>'mobile_number', ''), '()', '') || chr(1) || coalesce(raw->>'email', '') else '' end)) STORED;--> statement-breakpoint
ALTER TABLE "contract" ADD COLUMN "search_text" text GENERATED ALWAYS AS (furrow_plain(coalesce(contract, '') || chr(1) || coalesce(funding_source, ''))) STORED;--> statement-breakpoint
-- Text search of a scope, as before: by the owner's rights, inside the scope of the transaction alone. "sought" is now words in
-- normal form with blanks between them. Contacts are not searched.
CREATE OR REPLACE FUNCTION "furrow_search_billing_periods"("sought" text) RETURNS SETOF text
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	-- Made for each text, for the best way depends on it.
	RETURN QUERY EXECUTE (
		SELECT 'SELECT id FROM public.billing_period WHERE gone_at IS NULL AND funding_source COLLATE "C" = ANY ($1)'
			|| coalesce(string_agg(format(' AND search_text LIKE %L', public.furrow_pattern(word)), ''), '')
		FROM unnest(string_to_array(sought, ' ')) AS word WHERE word <> '')
	USING public.furrow_scope();
END $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION "furrow_search_invoices"("asked_source" text, "sought" text) RETURNS SETOF text
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RETURN QUERY EXECUTE (
		SELECT 'SELECT id FROM public.invoice WHERE gone_at IS NULL AND source = $2 AND funding_source COLLATE "C" = ANY ($1)'
			|| coalesce(string_agg(format(' AND search_text LIKE %1$L AND split_part(search_text, chr(2), 1) LIKE %1$L',
				public.furrow_pattern(word)), ''), '')
		FROM unnest(string_to_array(sought, ' ')) AS word WHERE word <> '')
	USING public.furrow_scope(), asked_source;
END $$;
