/** Days within which the ensemble forecasts a conversion. */
export const HORIZON = 365;
