/** A challenger to the fake forecast: it forecasts by how many events its own memory saw. */
import { type Forecast, type ForecastJudge, type Judges, SILENT_DAYS } from '../../../models/judges.ts';
import { fakeJudges } from './fake-judges.ts';

export const fakeChallenger = (version: string): ForecastJudge => {
  const { forecast } = fakeJudges;
  const pOf = (memory: Float64Array) => Math.min(0.8, 0.03 * memory[0]!);
  return {
    ...forecast,
    version,
    predict: (batch) =>
      forecast.predict(batch).map((own, i): Forecast => {
        const pConvert = pOf(batch[i]!.memory);
        const curve = own.curve.map((_, d) => (pConvert * (d + 1)) / own.curve.length);
        const explanation = { ...own.explanation!, silent: SILENT_DAYS.map((day) => pConvert * 0.9 ** day) };
        return { ...own, curve, pConvert, explanation };
      }),
  };
};

export const withChallenger = (version: string): Judges => ({
  ...fakeJudges,
  challenger: fakeChallenger(version),
});
