/** A message as the lead will see it. */
import type { PlanView } from '../../../../schemas/nurture-view.ts';
import { spelled } from '../domain-words.ts';

export function Preview({ plan: { channel, subject, body } }: { plan: PlanView }) {
  return (
    <blockquote class={`preview ${channel}`}>
      {subject && <p class="subject">{subject}</p>}
      <p class="text">{body}</p>
      <footer class="muted">{spelled(channel)}</footer>
    </blockquote>
  );
}
