/** Weeks in remission of children with leukaemia, and 1 for a relapse (Freireich et al., Blood 21, 1963; Gehan 1965). */
const relapsed = (...weeks: number[]) => weeks.map((week): [number, number] => [week, 1]);
const censored = (...weeks: number[]) => weeks.map((week): [number, number] => [week, 0]);

/** On 6-mercaptopurine. */
export const GEHAN_TREATED = [
  ...relapsed(6, 6, 6, 7, 10, 13, 16, 22, 23),
  ...censored(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35),
];
export const GEHAN_PLACEBO = relapsed(
  ...[1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23],
);
