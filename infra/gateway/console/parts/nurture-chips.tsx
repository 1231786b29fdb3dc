/** Whether a lead waits for a person, as chips; why, on hover. */
import type { PackedNurture } from '../../../../schemas/apply-delta.ts';
import { nurtureChips } from '../nurture-words.ts';

export function NurtureChips({ nurture }: { nurture: PackedNurture | undefined }) {
  return (
    <>
      {nurtureChips(nurture).map(({ text, tone, why }) => (
        <span key={text} class={`chip ${tone}`} title={why}>
          {text}
        </span>
      ))}
    </>
  );
}
