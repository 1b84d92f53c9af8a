import { isoSeconds } from '../ec2/iso-seconds.ts';
import type { Product } from './products.ts';

// The codes of the on-demand term and of its only dimension are the same throughout the price list.
const TERM = 'JRTCKXETXF';
const DIMENSION = '6YS6EN2CT7';

const isoDate = (seconds: number): string => isoSeconds(seconds).replace('.000Z', 'Z');

/** One element of PriceList: a JSON document inside a JSON string. */
export function priceListItem(product: Product, versionSeconds: number): string {
  const { sku, attributes, usd } = product;
  const offer = `${sku}.${TERM}`;
  const dimension = {
    unit: 'Hrs',
    endRange: product.endRange,
    description: product.description,
    appliesTo: [],
    rateCode: `${offer}.${DIMENSION}`,
    beginRange: '0',
    pricePerUnit: { USD: usd },
  };
  const term = {
    priceDimensions: { [`${offer}.${DIMENSION}`]: dimension },
    sku,
    effectiveDate: isoDate(product.effectiveSeconds),
    offerTermCode: TERM,
    termAttributes: {},
  };
  return JSON.stringify({
    product: { productFamily: product.family, attributes, sku },
    serviceCode: 'AmazonEC2',
    terms: { OnDemand: { [offer]: term } },
    version: isoDate(versionSeconds).replace(/\D/g, ''),
    publicationDate: isoDate(versionSeconds),
  });
}
