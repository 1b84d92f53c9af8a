import { describe, expect, it } from 'vitest';
import { AnswerCache, makeAnswer } from './answer-cache.ts';

function counting(cache: AnswerCache) {
  let built = 0;
  return (question: string, size = 1) => {
    cache.get(1, question, () => {
      built++;
      return makeAnswer('x'.repeat(size), {});
    });
    return built;
  };
}

describe('AnswerCache', () => {
  it('keeps 32 answers and lets the least recently used go', () => {
    const ask = counting(new AnswerCache());
    for (let i = 0; i < 32; i++) ask(`question ${i}`);
    ask('question 0');
    expect(ask('question 32')).toBe(33);
    expect(ask('question 0')).toBe(33);
    expect(ask('question 1')).toBe(34);
  });

  it('keeps 64 MB at most', () => {
    const ask = counting(new AnswerCache());
    const most = 30 * 1024 * 1024;
    for (const question of ['a', 'b', 'c']) ask(question, most);
    expect(ask('c', most)).toBe(3);
    expect(ask('a', most)).toBe(4);
  });

  it('does not keep what would push everything else out', () => {
    const ask = counting(new AnswerCache());
    ask('small');
    ask('huge', 40 * 1024 * 1024);
    expect(ask('small')).toBe(2);
    expect(ask('huge', 40 * 1024 * 1024)).toBe(3);
  });
});
