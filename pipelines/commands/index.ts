/** Every command, in the order of the help. */
import type { Command } from 'commander';
import { convertCommand } from './convert.ts';
import { doctorCommand } from './doctor.ts';

export const COMMANDS: (() => Command)[] = [convertCommand, doctorCommand];
