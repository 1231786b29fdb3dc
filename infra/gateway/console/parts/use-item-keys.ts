/** A list of things to decide by keyboard: j and k move from item to item, a letter presses the button of the item that has the focus. */
import { useEffect } from 'preact/hooks';

const ITEM = '[data-item]';

/** Buttons and links say by `data-key` which letter presses them. */
export function useItemKeys(page: { current: HTMLElement | null }) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      // A question is open: its own buttons have the keyboard.
      if (document.querySelector('dialog[open]')) return;
      const items = [...(page.current?.querySelectorAll<HTMLElement>(ITEM) ?? [])];
      const at = items.findIndex((item) => item.contains(document.activeElement));
      if (event.key === 'j' || event.key === 'k') {
        const next = at < 0 ? 0 : at + (event.key === 'j' ? 1 : -1);
        items[Math.min(items.length - 1, Math.max(0, next))]?.focus();
      } else {
        const button = items[at]?.querySelector<HTMLElement>(
          `:is(a, button:enabled)[data-key="${CSS.escape(event.key)}"]`,
        );
        if (!button) return;
        // What is decided goes: the keyboard goes on with what comes after it.
        const after = items[at + 1] ?? items[at - 1];
        button.click();
        if (button.dataset.goes !== undefined) after?.focus();
      }
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [page]);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select');
