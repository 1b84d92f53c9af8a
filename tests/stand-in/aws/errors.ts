/** A refusal in AWS's own terms; the wire form depends on the protocol of the request. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The host would not resolve in life: the caller sees no answer at all. */
export class UnreachableHost extends Error {}

export const invalidValue = (message: string): AwsError => new AwsError('InvalidParameterValue', message);

// Code and text are what EC2 says for wrong keys and for a region that is not enabled alike
// (turbot/steampipe-plugin-aws issue 75, getmoto/moto pull request 5946).
export const authFailure = (): AwsError =>
  new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);
