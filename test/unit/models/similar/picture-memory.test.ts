/** What a picture keeps of a lead is small, whatever text it was read from. */
import { expect, it } from 'vitest';
import { TenantPicture } from '../../../../models/similar/tenant-picture.ts';
import { aliveBytes } from '../../../bench/alive.ts';
import { makeUpLeads } from '../../../bench/made-up-leads.ts';

const LEADS = 200;
/** Coprime to the leads, so that each looks at each. */
const LOOKS = 501;
const TEXT_BYTES = 100_000;
const SEGMENT = 'first_time_buyer';
const NOW = Date.parse('2026-06-01T00:00:00Z');

it('does not keep the texts that segments were read from', () => {
  const picture = new TenantPicture();
  const leads = makeUpLeads(LEADS, 1);
  const before = aliveBytes();
  for (const [i, lead] of leads.entries()) {
    const text = Buffer.from(SEGMENT.padEnd(TEXT_BYTES, String(i))).toString('latin1');
    const read = text.slice(0, SEGMENT.length);
    const traits = { ...lead, segments: [{ id: read, p: 1 }] };
    picture.put(`l${i}`, { traits, early: read, firstAt: NOW, lastAt: NOW });
  }
  expect(aliveBytes() - before).toBeLessThan((LEADS * TEXT_BYTES) / 4);
  expect(picture.size).toBe(LEADS);
});

it('keeps a look at a listing in less than 50 bytes', () => {
  const picture = new TenantPicture();
  const leads = makeUpLeads(LEADS, 2);
  for (const [i, traits] of leads.entries())
    picture.put(nameOf(i), { traits, early: SEGMENT, firstAt: NOW, lastAt: NOW });
  const before = aliveBytes();
  for (let look = 0; look < LEADS * LOOKS; look++)
    picture.hear({
      ...{ lead: nameOf(look % LEADS), listing: `home-${look % LOOKS}`, did: 'listing_view' },
      at: NOW + look,
    });
  const each = (aliveBytes() - before) / (LEADS * LOOKS);
  expect(each).toBeLessThan(50);
  expect(picture.size).toBe(LEADS);
});

/** A string of its own, as each event brings one. */
const nameOf = (i: number): string => Buffer.from(`one-of-${i}-leads`).toString('latin1');
