import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonFault } from '../../../infra/gateway/json-fault.ts';

const parses = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

it('finds no fault in JSON', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (text, space) => {
      const pretty = JSON.stringify(JSON.parse(text), null, space);
      expect(jsonFault(pretty)).toBe(pretty.length);
    }),
  );
});

it('points into what is broken, never past it', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', ',', '}', '"', 'x', '\u0001', '['),
      (text, at, put) => {
        const place = at % text.length;
        const broken = text.slice(0, place) + put + text.slice(place + 1);
        fc.pre(!parses(broken));
        const fault = jsonFault(broken);
        expect(fault).toBeLessThanOrEqual(broken.length);
        // Everything before the fault is the beginning of some JSON: it must not be faulty itself.
        expect(jsonFault(broken.slice(0, fault))).toBe(fault);
      },
    ),
  );
});

it('takes a text of a megabyte', () => {
  const text = `{"text":"${'\\n x'.repeat(300_000)}"`;
  expect(jsonFault(text)).toBe(text.length);
});
