import { useState } from 'react'
import { DataTable, type DataTableProps } from '#components/table/data-table.tsx'
import { useListTable } from '#components/table/use-list-table.ts'
import { COLUMNS, type Row, rows } from './rows.tsx'

type TestTableProps = Partial<Omit<DataTableProps<Row>, 'columns' | 'table'>> & {
  /** The columns as the address names them at first. */
  text?: string | null
  /** Told of each change of the columns. */
  onText?: (text: string | null) => void
}

const nothing = () => {}

/** A table of contracts that keeps what its user does to the columns. */
export function TestTable({ text = null, onText = nothing, ...own }: TestTableProps) {
  const [columns, setColumns] = useState(text)
  const onChange = (next: string | null) => {
    setColumns(next)
    onText(next)
  }
  const all = own.rows ?? THREE
  return (
    <DataTable
      label="Contracts"
      density="standard"
      sorting={{ value: '-contract', onChange: nothing }}
      paging={{ total: all.length, hasMore: false, isFetching: false, fetchMore: nothing }}
      opening={{ id: null, onOpen: nothing }}
      {...own}
      rows={all}
      columns={COLUMNS}
      table={useListTable(COLUMNS, all, { text: columns, onChange })}
    />
  )
}

const THREE = rows(3)
