/** Days within which the ensemble forecasts a conversion. */
export { HORIZON_DAYS as HORIZON } from '../../schemas/horizons.ts';
