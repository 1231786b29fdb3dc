/** A lead's initials in a ring that fills with the attention it deserves. */
import { attentionLevel } from '../domain-words.ts';

export function AttentionRing({ name, attention }: { name: string; attention: number }) {
  const full = Math.round(attention * 100);
  return (
    <span class={`ring ${attentionLevel(attention)}`} title={`Attention ${full} of 100`}>
      <svg viewBox="0 0 44 44" aria-hidden="true">
        <circle class="track" cx="22" cy="22" r="20" />
        <circle
          class="fill"
          cx="22"
          cy="22"
          r="20"
          pathLength="100"
          stroke-dasharray={`${full} 100`}
          transform="rotate(-90 22 22)"
        />
      </svg>
      <span aria-hidden="true">{initials(name)}</span>
      <span class="unseen">Attention {full} of 100.</span>
    </span>
  );
}

function initials(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? ['?'];
  const last = words.length > 1 ? words.at(-1)! : '';
  return ([...words[0]!][0]! + ([...last][0] ?? '')).toUpperCase();
}
