/** The shortest configuration that watches a price and tells somebody. */
export const EXAMPLE = `channels:
  - name: ops
    kind: slack
    webhookUrlFile: /run/secrets/slack-webhook
rules:
  - name: H100 spot moves
    kind: spot-price-move
    channels: [ops]
    when:
      types: ["p5*"]
      moves: { percent: 10, within: 24h }`;
