/** Asks before something that cannot be taken back lightly. Escape is no. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Props {
  title: string;
  /** Of the button that does it. */
  verb: string;
  children: ComponentChildren;
  confirm(): void;
  cancel(): void;
}

export function Confirm({ title, verb, children, confirm, cancel }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before anything else can be pressed: an Escape that comes sooner would be lost, and the dialog open for good.
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    // A dialog that leaves the page gives the focus back to nobody by itself, and while it is there nobody else can take it.
    return () => queueMicrotask(() => document.activeElement === document.body && before?.focus());
  }, []);
  // `close` comes a task later than `cancel`: whoever asks again in between would be asked nothing.
  return (
    <dialog ref={dialog} class="confirm" aria-labelledby="confirm-title" onCancel={cancel} onClose={cancel}>
      <h2 id="confirm-title">{title}</h2>
      {children}
      <div class="actions">
        <button type="button" class="quiet" onClick={cancel}>
          Cancel
        </button>
        <button type="button" class="danger" onClick={confirm}>
          {verb}
        </button>
      </div>
    </dialog>
  );
}
