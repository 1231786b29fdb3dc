/** Settings being edited: kept over what others change meanwhile, and saved by version. */
import { useState } from 'preact/hooks';
import { diffPatch, mergePatch } from '../../../../schemas/apply-delta.ts';
import type { NurtureSettings } from '../../../../schemas/nurture-settings.ts';
import type { ApiError } from '../ask.ts';
import { useConsole } from '../hooks.ts';

export type Outcome =
  | { kind: 'saved'; version: number }
  | { kind: 'conflict' }
  | { kind: 'refused'; field: string | undefined; message: string };

export interface SettingsForm {
  edited: NurtureSettings;
  changed: boolean;
  outcome: Outcome | undefined;
  edit(change: Partial<NurtureSettings>): void;
  save(): void;
  discard(): void;
}

/** @param current as last heard; what is edited was made from an earlier one, perhaps */
export function useSettingsForm(current: NurtureSettings): SettingsForm {
  const { nurture, sending } = useConsole();
  const [base, setBase] = useState(current);
  const [edited, setEdited] = useState(current);
  const [outcome, setOutcome] = useState<Outcome>();
  const changed = diffPatch(base, edited) !== undefined;
  // Untouched, the form shows what is in force.
  if (!changed && current.version !== base.version) {
    setBase(current);
    setEdited(current);
  }

  function failed(error: unknown) {
    const { field, message, current } = error as ApiError;
    const theirs = current as NurtureSettings | undefined;
    if (!theirs) return setOutcome({ kind: 'refused', field, message });
    // Theirs with mine on top: what they changed elsewhere stays changed.
    setEdited(mergePatch(theirs, diffPatch(base, edited) ?? {}) as NurtureSettings);
    setBase(theirs);
    setOutcome({ kind: 'conflict' });
  }

  return {
    ...{ edited, changed, outcome },
    edit(change) {
      setEdited({ ...edited, ...change });
      setOutcome(undefined);
    },
    save() {
      // Stopping is not edited here: it stays as it stands.
      nurture.changeSettings({ ...edited, stopped: base.stopped }).then((inForce) => {
        setBase(inForce.settings);
        setEdited(inForce.settings);
        setOutcome({ kind: 'saved', version: inForce.settings.version });
        sending.hear(inForce);
      }, failed);
    },
    discard() {
      setBase(current);
      setEdited(current);
      setOutcome(undefined);
    },
  };
}
