import { instant, type Json, jsonAnswer, listOf, object, orNull, text } from './schema.ts';

const whole: Json = { type: 'integer' };
const yesOrNo: Json = { type: 'boolean' };
const settings: Json = {
  type: ['object', 'null'],
  description:
    'what is no secret of a channel made on a page; null for others, and where it cannot be decrypted',
};

const channelRow = object({
  id: whole,
  name: text,
  kind: text,
  hint: { ...text, description: 'its address with everything that opens it left out' },
  origin: { enum: ['file', 'page'] },
  state: { enum: ['ok', 'paused', 'broken'] },
  reason: orNull(text),
  waiting: { ...whole, description: 'messages that are queued, under way, or kept while it is broken' },
  lastDeliveredAt: orNull(instant),
  settings,
});

const form: Json = {
  type: 'object',
  required: ['name', 'kind'],
  properties: {
    name: text,
    kind: text,
    confirm: { ...yesOrNo, description: 'a second channel with the same address is meant' },
  },
  additionalProperties: { description: 'the fields of the kind, as /channels/kinds names them' },
};
const change: Json = {
  ...form,
  required: [],
  description: 'what is left out stays as it is, and so does a secret that is empty',
};
const nothing: Json = { type: 'object' };

const fieldRow: Json = {
  ...object({ name: text, label: text, hint: text, secret: yesOrNo, isOptional: yesOrNo, isFlag: yesOrNo }),
  required: ['name', 'label', 'hint', 'secret'],
};

const refused = {
  '4XX': { $ref: '#/components/responses/Refusal' },
  '5XX': { $ref: '#/components/responses/Refusal' },
};
const answers = (description: string, schema: Json) => ({ 200: jsonAnswer(description, schema), ...refused });

/** A route that changes something: from the pages of this desk, with a JSON object. */
const write = (summary: string, body: Json, description: string, schema: Json): Json => ({
  summary,
  requestBody: { required: true, content: { 'application/json': { schema: body } } },
  responses: answers(description, schema),
});

const byId: Json = { parameters: [{ name: 'id', in: 'path', required: true, schema: whole }] };

export const channelPaths: Json = {
  '/channels': {
    get: { summary: 'Where notices go', responses: answers('by name', object({ rows: listOf(channelRow) })) },
    post: write('Make a channel', form, 'the channel', channelRow),
  },
  '/channels/kinds': {
    get: {
      summary: 'What the form of each kind asks for, beside the name',
      responses: answers(
        'every kind',
        object({ kinds: listOf(object({ kind: text, label: text, fields: listOf(fieldRow) })) }),
      ),
    },
  },
  '/channels/{id}': {
    ...byId,
    put: write('Change a channel that was made on a page', change, 'the channel', channelRow),
    delete: write(
      'End a channel that was made on a page',
      nothing,
      'how many waiting messages are not sent any more',
      object({ dropped: whole }),
    ),
  },
  '/channels/{id}/test': {
    ...byId,
    post: write(
      'Send a test message by the way of every other one',
      nothing,
      'its notice, to be followed in /deliveries',
      object({ noticeId: text }),
    ),
  },
};
