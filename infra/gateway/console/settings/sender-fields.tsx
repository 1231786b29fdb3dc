/** Who writes to the leads, as they read it. */
import { TextField } from './fields.tsx';
import type { PartProps } from './limit-fields.tsx';

export function SenderFields({ settings: { sender }, problemOf, disabled, edit }: PartProps) {
  const { postalAddress: _, ...rest } = sender;
  return (
    <fieldset>
      <legend>Identity</legend>
      <TextField
        {...{ name: 'sender.brokerage', label: 'Name of the brokerage', max: 120, required: true, disabled }}
        problem={problemOf('sender.brokerage')}
        value={sender.brokerage}
        change={(brokerage) => edit({ sender: { ...sender, brokerage } })}
      />
      <TextField
        {...{ name: 'sender.postalAddress', label: 'Postal address', max: 300, disabled }}
        hint="Commercial e-mail in the United States must carry one (CAN-SPAM Act)."
        problem={problemOf('sender.postalAddress')}
        value={sender.postalAddress ?? ''}
        change={(postalAddress) => edit({ sender: { ...rest, ...(postalAddress && { postalAddress }) } })}
      />
    </fieldset>
  );
}
