/** A draft in a person's own words, in its place. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PlanView } from '../../../../schemas/nurture-view.ts';

interface Props {
  plan: PlanView;
  /** Only what was changed. */
  approve(edited: { subject?: string; body?: string }): void;
  cancel(): void;
}

export function EditForm({ plan, approve, cancel }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [begun] = useState(plan);
  const [subject, setSubject] = useState(plan.subject);
  const [body, setBody] = useState(plan.body);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="edit"
      onSubmit={(event) => {
        event.preventDefault();
        approve({
          ...(subject !== plan.subject && { subject }),
          ...(body !== plan.body && { body }),
        });
      }}
      onKeyDown={(event) => event.key === 'Escape' && cancel()}
    >
      {plan.contentHash !== begun.contentHash && (
        <p class="notice" role="alert">
          The draft has changed meanwhile, to: “{plan.body}”. Yours replaces it.
        </p>
      )}
      {plan.subject && (
        <label>
          Subject
          <input
            maxLength={200}
            required
            value={subject}
            onInput={(event) => setSubject(event.currentTarget.value)}
          />
        </label>
      )}
      <label>
        Message
        <textarea
          ref={field}
          rows={5}
          maxLength={4000}
          required
          value={body}
          onInput={(event) => setBody(event.currentTarget.value)}
        />
      </label>
      <div class="actions">
        <button type="submit" disabled={body.trim() === ''}>
          Approve as edited
        </button>
        <button type="button" class="quiet" onClick={cancel}>
          Cancel
        </button>
        <span class="muted">{body.length} characters</span>
      </div>
    </form>
  );
}
