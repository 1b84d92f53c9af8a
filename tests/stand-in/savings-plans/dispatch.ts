import { AwsError } from '../aws/errors.ts';
import { JsonParams } from '../aws/json-params.ts';
import { type Handler, jsonService } from '../aws/json-service.ts';
import { cutPage, readPosition } from '../aws/paging.ts';
import { jsonReply } from '../aws/reply.ts';
import { offeringId, offeringJson, PAYMENTS } from './plans.ts';
import { type Rate, ratesFrom } from './rates.ts';

const PLAN_TYPES = ['Compute', 'EC2Instance', 'SageMaker', 'Database'];
const PRODUCTS = ['EC2', 'Fargate', 'Lambda', 'SageMaker', 'RDS', 'DSQL', 'DynamoDB', 'ElastiCache'];
const SERVICE_CODE = 'AmazonEC2';
const PRODUCT_TYPE = 'EC2';
const LARGEST_PAGE = 1000;
/** The one region its host is signed for. */
const HOME = 'us-east-1';

const PROPERTIES: Readonly<Record<string, (rate: Rate) => string>> = {
  region: (rate) => rate.region,
  instanceType: (rate) => rate.type,
  instanceFamily: (rate) => rate.family,
  productDescription: (rate) => rate.product,
  tenancy: (rate) => rate.tenancy,
};
const FILTERS = [...Object.keys(PROPERTIES), 'productId'];

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

type Test = (rate: Rate) => boolean;

const among =
  (values: readonly string[], own: (rate: Rate) => string): Test =>
  (rate) =>
    values.length === 0 || values.includes(own(rate));

function filterTests(params: JsonParams): Test[] {
  return params.list('filters').map((value) => {
    const filter = params.inside(value, 'filters');
    const name = filter.oneOf('name', FILTERS) ?? filter.requiredText('name');
    // Products have no ID in this catalogue, so nothing can have the one asked for.
    return among(filter.texts('values'), PROPERTIES[name] ?? (() => ''));
  });
}

function testsOf(params: JsonParams): Test[] {
  return [
    among(params.texts('savingsPlanOfferingIds'), ({ plan, family, region }) =>
      offeringId(plan, family, region),
    ),
    among(params.texts('savingsPlanPaymentOptions', PAYMENTS), (rate) => rate.plan.payment),
    among(params.texts('savingsPlanTypes', PLAN_TYPES), (rate) => rate.plan.type),
    among(params.texts('products', PRODUCTS), () => PRODUCT_TYPE),
    among(params.texts('serviceCodes'), () => SERVICE_CODE),
    among(params.texts('usageTypes'), (rate) => rate.usageType),
    among(params.texts('operations'), (rate) => rate.operation),
    ...filterTests(params),
  ];
}

const rateJson = (rate: Rate): object => ({
  savingsPlanOffering: offeringJson(rate.plan, rate.family, rate.region),
  rate: rate.usd.toFixed(5),
  unit: 'Hrs',
  productType: PRODUCT_TYPE,
  serviceCode: SERVICE_CODE,
  usageType: rate.usageType,
  operation: rate.operation,
  properties: Object.entries(PROPERTIES).map(([name, own]) => ({ name, value: own(rate) })),
});

const describeRates: Handler = (call) => {
  if (call.request.region !== HOME) {
    const reason = `Credential should be scoped to a valid region: this host is signed for ${HOME}, not ${call.request.region}.`;
    throw new AwsError('InvalidSignatureException', reason, 403);
  }
  const params = new JsonParams(call.request.json, invalid);
  const tests = testsOf(params);
  // 0 is allowed, and means nothing else than leaving it out.
  const size = Math.min(params.int('maxResults', 0, LARGEST_PAGE) || LARGEST_PAGE, call.pageSize);
  const position = readPosition(call.request, call.now);
  const rates = ratesFrom(call.source.priceList(position.asOf / 1000));
  const found = rates.filter((rate) => tests.every((test) => test(rate)));
  const page = cutPage(call.request, position, found.length, size, call.quirk);
  return jsonReply(
    { searchResults: found.slice(page.from, page.to).map(rateJson), nextToken: page.nextToken },
    'rest-json',
  );
};

export const savingsPlansService: Handler = jsonService({ DescribeSavingsPlansOfferingRates: describeRates });
