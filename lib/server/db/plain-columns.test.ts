import { expectTypeOf, test } from 'vitest'
import type { CheckedColumns, PlainColumns, WordColumns } from './plain-columns.ts'

type IsPlain<Value> = { column: Value } extends PlainColumns<{ column: Value }> ? true : false
type Branded = string & { readonly brand: 'day' }

test('accepts what the driver delivers for a column of that type', () => {
  expectTypeOf<IsPlain<string>>().toEqualTypeOf<true>()
  expectTypeOf<IsPlain<number | null>>().toEqualTypeOf<true>()
  expectTypeOf<IsPlain<boolean | null>>().toEqualTypeOf<true>()
  expectTypeOf<IsPlain<null>>().toEqualTypeOf<true>()
  expectTypeOf<IsPlain<string[]>>().toEqualTypeOf<true>()
  expectTypeOf<IsPlain<(number | null)[] | null>>().toEqualTypeOf<true>()
  expectTypeOf<IsPlain<unknown>>().toEqualTypeOf<true>()
})

test('refuses what only a parser can guarantee', () => {
  expectTypeOf<IsPlain<'paid' | 'open'>>().toEqualTypeOf<false>()
  expectTypeOf<IsPlain<'paid' | null>>().toEqualTypeOf<false>()
  expectTypeOf<IsPlain<`week ${string}`>>().toEqualTypeOf<false>()
  expectTypeOf<IsPlain<1 | 2>>().toEqualTypeOf<false>()
  expectTypeOf<IsPlain<true>>().toEqualTypeOf<false>()
  expectTypeOf<IsPlain<Branded>>().toEqualTypeOf<false>()
  expectTypeOf<IsPlain<{ until: number }>>().toEqualTypeOf<false>()
  expectTypeOf<IsPlain<Record<string, unknown>>>().toEqualTypeOf<false>()
  expectTypeOf<IsPlain<('paid' | 'open')[]>>().toEqualTypeOf<false>()
  expectTypeOf<IsPlain<[string, number]>>().toEqualTypeOf<false>()
  expectTypeOf<IsPlain<string | undefined>>().toEqualTypeOf<false>()
})

test('refuses what arrives as text: instants, days and numbers that JavaScript cannot hold', () => {
  expectTypeOf<IsPlain<Date>>().toEqualTypeOf<false>()
  expectTypeOf<IsPlain<bigint>>().toEqualTypeOf<false>()
})

type IsChecked<Value> = { column: Value } extends CheckedColumns<{ column: Value }> ? true : false

test('lets words be checked, and nothing else that is narrower than its column', () => {
  expectTypeOf<IsChecked<'paid' | 'open' | null>>().toEqualTypeOf<true>()
  expectTypeOf<IsChecked<number | null>>().toEqualTypeOf<true>()
  expectTypeOf<IsChecked<1 | 2>>().toEqualTypeOf<false>()
  expectTypeOf<IsChecked<{ until: number }>>().toEqualTypeOf<false>()
  expectTypeOf<IsChecked<('paid' | 'open')[]>>().toEqualTypeOf<false>()
})

test('asks for the words of every such column', () => {
  type Row = { id: string; count: number; state: 'paid' | 'open'; end: 'gone' | null }
  expectTypeOf<WordColumns<Row>>().toEqualTypeOf<{
    readonly state: readonly ('paid' | 'open')[]
    readonly end: readonly ('gone' | null)[]
  }>()
})
