/** What a lead's state keeps of preparing; the actions themselves are in its view. */
export interface PrebakeState {
  /** Ids of the menu that its next events call for, likeliest first. */
  wants: string[];
  /** When they were last asked for, epoch ms; 0: never. */
  asked: number;
  /** Hash of what they were last prepared from; 0: nothing. What could not be written then is not tried again. */
  tried: number;
  /** In which the lead wrote last. No model sees it: it is answered in the language it writes. */
  language: 'en' | 'es';
}

export const newPrebake = (): PrebakeState => ({ wants: [], asked: 0, tried: 0, language: 'en' });
