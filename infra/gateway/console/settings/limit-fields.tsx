/** Holdout, caps and times. */
import type { NurtureSettings } from '../../../../schemas/nurture-settings.ts';
import { NumberField } from './fields.tsx';

export interface PartProps {
  settings: NurtureSettings;
  problemOf(field: string): string | undefined;
  disabled: boolean;
  edit(change: Partial<NurtureSettings>): void;
}

const CAPS = [
  ['perDay', 'Messages a day', 1000],
  ['perWeek', 'Messages a week', 1000],
  ['marketingPerWeek', 'Marketing a week', 1000],
  ['marketingPerMonth', 'Marketing a month', 1000],
  ['minHoursBetween', 'Hours between messages', 720],
] as const;

const TIMES = [
  ['approvalHours', 'An approval is asked for', 'hours', 168],
  ['escalationMinutes', 'An escalation is due within', 'minutes', 10_080],
  ['silentHoursAfterAgent', 'Silent after an agent wrote, for', 'hours', 720],
] as const;

export function LimitFields({ settings, problemOf, disabled, edit }: PartProps) {
  const { caps, holdout } = settings;
  return (
    <>
      <fieldset>
        <legend>Holdout</legend>
        <NumberField
          {...{
            name: 'holdout.share',
            label: 'Leads that get no marketing',
            unit: '%',
            min: 0,
            max: 50,
            disabled,
          }}
          hint="Against these the effect is measured. Answers to what they ask are sent all the same."
          problem={problemOf('holdout.share')}
          value={Math.round(holdout.share * 100)}
          change={(percent) => edit({ holdout: { ...holdout, share: percent / 100 } })}
        />
      </fieldset>
      <fieldset>
        <legend>At most, to one lead</legend>
        <div class="grid">
          {CAPS.map(([cap, label, max]) => (
            <NumberField
              key={cap}
              {...{ name: `caps.${cap}`, label, min: 0, max, disabled, value: caps[cap] }}
              step={cap === 'minHoursBetween' ? 'any' : 1}
              problem={problemOf(`caps.${cap}`)}
              change={(value) => edit({ caps: { ...caps, [cap]: value } })}
            />
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>Times</legend>
        <div class="grid">
          {TIMES.map(([field, label, unit, max]) => (
            <NumberField
              key={field}
              {...{ name: field, label, unit, min: 0, max, step: 'any', disabled, value: settings[field] }}
              problem={problemOf(field)}
              change={(value) => edit({ [field]: value })}
            />
          ))}
        </div>
      </fieldset>
    </>
  );
}
