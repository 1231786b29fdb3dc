/** Settings of the outside generator of texts; off while no address is set. */
import { type Setting, secret, text, whole } from '../setting.ts';

export const GENERATOR_SETTINGS = {
  generatorUrl: text(
    'GENERATOR_URL',
    '',
    'OpenAI-compatible address (…/v1) of a language model that may draft texts; empty: none does. Leads’ messages go there',
  ),
  generatorModel: text('GENERATOR_MODEL', '', 'Name of that model'),
  generatorKey: secret('GENERATOR_KEY', 'Key of that address; empty where it wants none'),
  generatorMs: whole('GENERATOR_MS', 15_000, 100, 120_000, 'Time in which it must answer, ms'),
  generatorPerDay: whole('GENERATOR_PER_DAY', 500, 0, 10_000_000, 'Drafts a tenant may ask of it in a day'),
} satisfies Record<string, Setting<unknown>>;

/** What is missing, with the setting to change. */
export const generatorProblems = (config: { generatorUrl: string; generatorModel: string }): string[] =>
  config.generatorUrl && !config.generatorModel ? ['GENERATOR_MODEL: is needed with GENERATOR_URL'] : [];
