/** Every command, in the order of the help. */
import type { Command } from 'commander';
import { convertCommand } from './convert.ts';
import { deadCommand } from './dead.ts';
import { doctorCommand } from './doctor.ts';
import { ingestCommand } from './ingest.ts';
import { tokenCommand } from './token.ts';

export const COMMANDS: (() => Command)[] = [
  ingestCommand,
  convertCommand,
  deadCommand,
  doctorCommand,
  tokenCommand,
];
