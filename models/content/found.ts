/** Slots while they are found: a value, and for statements where it is known from. */
import { COMMON } from './bank.ts';
import { fill } from './fill.ts';
import type { BankLanguage, Fact } from './request.ts';

export type Slots = Readonly<Record<string, string>>;

export class Found {
  readonly slots: Record<string, string> = {};
  readonly facts: Record<string, Fact> = {};
  private readonly language: BankLanguage;

  constructor(language: BankLanguage) {
    this.language = language;
  }

  add(slot: string, value: string | undefined): void {
    if (value) this.slots[slot] = value;
  }

  state(slot: keyof typeof COMMON.facts, value: string | undefined, source: string, at?: number): void {
    if (!value) return;
    this.slots[slot] = value;
    const text = fill(COMMON.facts[slot][this.language], this.slots);
    this.facts[slot] = { text, source, ...(at !== undefined && { at }) };
  }
}
