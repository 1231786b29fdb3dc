/** Whether a lead waits for a person, as chips; why, on hover. */
import type { NurtureView } from '../../../../schemas/nurture-view.ts';
import { nurtureChips } from '../nurture-words.ts';

export function NurtureChips({ nurture }: { nurture: NurtureView | undefined }) {
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
