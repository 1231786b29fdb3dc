/** What a person could answer, and a way to take it along. */
import { useState } from 'preact/hooks';

export const SuggestedReply = ({ text }: { text: string }) => (
  <blockquote class="preview suggested">
    <p class="text">{text}</p>
    <footer class="muted">Suggested reply</footer>
  </blockquote>
);

const SAID = { no: 'Copy reply', yes: 'Copied', failed: 'Could not copy' };

export function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState<keyof typeof SAID>('no');
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    );
  };
  return (
    <button type="button" class="quiet" onClick={copy}>
      {SAID[copied]}
    </button>
  );
}
