/** A batch of stream entries as rows of ClickHouse tables. */
import type { SinkBatch } from '../../redis/sink-log.ts';
import type { AnalystTable } from '../tables.ts';
import { competitionRows } from './competition-rows.ts';
import { deadLetterRow, eventRow, marketEventRow } from './event-rows.ts';
import { insightRows } from './insight-rows.ts';
import { actionRows } from './nurture-rows.ts';
import type { Row } from './values.ts';

export type TableRows = Map<AnalystTable, Row[]>;

/** One row an entry in the table of its stream, and further rows for the parts of an insight or the kind of a record. Never throws. */
export function rowsOf({ space, entries }: Pick<SinkBatch, 'space' | 'entries'>): TableRows {
  const tables: TableRows = new Map();
  const add = (table: AnalystTable, row: Row | null) => {
    if (!row) return;
    const rows = tables.get(table);
    if (rows) rows.push(row);
    else tables.set(table, [row]);
  };
  for (const entry of entries) {
    switch (entry.stream) {
      case 'events':
        if (space === 'leads') add('events', eventRow(entry));
        else add('market_events', marketEventRow(entry));
        break;
      case 'insights': {
        const { insight, forecast, segment } = insightRows(entry);
        add('insights', insight);
        add('forecasts', forecast);
        add('segments', segment);
        break;
      }
      case 'actions': {
        const { action, record } = actionRows(entry);
        add('actions', action);
        if (record) add(record.table, record.row);
        break;
      }
      case 'alerts': {
        const { alert, record } = competitionRows(entry);
        add('alerts', alert);
        if (record) add(record.table, record.row);
        break;
      }
      case 'dead':
        add('dead_letters', deadLetterRow(space, entry));
    }
  }
  return tables;
}
