/** A telephone number as people write it. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

export interface Phone {
  /** Without the plus. */
  callingCode: string;
  /** Digits after the calling code. */
  national: string;
}

/** A number without a country's code is taken as American. @returns undefined where no call could reach it */
export function parsePhone(text: string): Phone | undefined {
  const phone = parsePhoneNumberFromString(text, { defaultCountry: 'US', extract: false });
  if (!phone?.isPossible()) return undefined;
  return { callingCode: phone.countryCallingCode, national: phone.nationalNumber };
}
