(() => {
  const list = document.getElementById('messages');
  const empty = document.getElementById('empty');
  const state = document.getElementById('state');
  const CHIP =
    'M9 2v3M15 2v3M9 19v3M15 19v3M2 9h3M2 15h3M19 9h3M19 15h3M7 5h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM10 10h4v4h-4z';
  const EMOJI = {
    rotating_light: '🚨',
    warning: '⚠️',
    white_check_mark: '✅',
    chart_with_upwards_trend: '📈',
    chart_with_downwards_trend: '📉',
    bell: '🔔',
    no_bell: '🔕',
    hourglass_flowing_sand: '⏳',
    information_source: 'ℹ️',
    red_circle: '🔴',
    large_green_circle: '🟢',
    large_yellow_circle: '🟡',
  };
  const NAMED = { good: '#2eb886', warning: '#daa038', danger: '#a30200' };
  // Order matters: code first, for nothing inside it is marked up.
  const INLINE =
    /```([\s\S]+?)```|`([^`\n]+)`|<(https?:[^|>\s]+|mailto:[^|>\s]+)(?:\|([^>]+))?>|(?<![\w*])\*([^*\n]+)\*(?!\w)|(?<![\w_])_([^_\n]+)_(?!\w)|(?<![\w~])~([^~\n]+)~(?!\w)|:([a-z0-9_+-]+):/g;

  const element = (name, className, ...children) => {
    const node = document.createElement(name);
    if (className) node.className = className;
    node.append(...children);
    return node;
  };

  const unescaped = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

  const link = (href, label, className) => {
    const node = element('a', className, unescaped(label));
    if (/^(https?|mailto):/.test(href)) node.href = unescaped(href);
    node.rel = 'noreferrer';
    return node;
  };

  function markedUp(match) {
    const [whole, pre, code, href, label, bold, italic, struck, emoji] = match;
    if (pre !== undefined) return element('pre', '', unescaped(pre.replace(/^\n/, '')));
    if (code !== undefined) return element('code', '', unescaped(code));
    if (href !== undefined) return link(href, label ?? href);
    if (bold !== undefined) return element('strong', '', ...inline(bold));
    if (italic !== undefined) return element('em', '', ...inline(italic));
    if (struck !== undefined) return element('s', '', ...inline(struck));
    return EMOJI[emoji] ?? whole;
  }

  function plain(text) {
    const parts = unescaped(text).split('\n');
    return parts.flatMap((part, index) => (index === 0 ? [part] : [document.createElement('br'), part]));
  }

  function inline(text) {
    const nodes = [];
    let at = 0;
    for (const match of text.matchAll(INLINE)) {
      nodes.push(...plain(text.slice(at, match.index)), markedUp(match));
      at = match.index + match[0].length;
    }
    nodes.push(...plain(text.slice(at)));
    return nodes;
  }

  function mrkdwn(text) {
    const parts = String(text ?? '').split(/((?:^(?:>|&gt;) ?.*(?:\n|$))+)/m);
    return parts.filter(Boolean).flatMap((part) => {
      if (!/^(>|&gt;)/.test(part)) return inline(part);
      return element('blockquote', '', ...inline(part.replace(/^(>|&gt;) ?/gm, '').replace(/\n$/, '')));
    });
  }

  const plainText = (text) =>
    plain(String(text ?? '').replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole));

  const textNodes = (object) =>
    object?.type === 'plain_text' ? plainText(object.text) : mrkdwn(object?.text);

  function picture(object) {
    const node = element('img', 'picture');
    if (/^(https?:|data:image\/)/.test(object.image_url ?? '')) node.src = object.image_url;
    node.alt = object.alt_text ?? '';
    return node;
  }

  function button(object) {
    const style = ['primary', 'danger'].includes(object.style) ? ` ${object.style}` : '';
    return link(object.url ?? '', object.text?.text ?? '', `button${style}`);
  }

  const piece = (object) => {
    if (object.type === 'button') return button(object);
    if (object.type === 'image') return picture(object);
    return element('span', '', ...textNodes(object));
  };

  function section(object) {
    const body = element('div', '', ...(object.text ? textNodes(object.text) : []));
    if (object.fields) {
      body.append(
        element('div', 'fields', ...object.fields.map((field) => element('div', '', ...textNodes(field)))),
      );
    }
    if (!object.accessory) return element('div', 'block section', body);
    return element('div', 'block section with-accessory', body, piece(object.accessory));
  }

  function block(object) {
    if (object.type === 'divider') return element('hr');
    if (object.type === 'header') return element('div', 'block header', ...textNodes(object.text));
    if (object.type === 'section') return section(object);
    if (object.type === 'image') return picture(object);
    if (object.type === 'context' || object.type === 'actions') {
      return element('div', `block ${object.type}`, ...(object.elements ?? []).map(piece));
    }
    return element('div', 'block', `[${object.type}]`);
  }

  function attachmentBody(object) {
    if (object.blocks) return object.blocks.map(block);
    const text = object.text ?? object.fallback;
    return text ? [element('div', 'block', ...mrkdwn(text))] : [];
  }

  function attachmentTitle({ title, title_link: href }) {
    if (!title) return [];
    return [element('div', 'block lead', href ? link(href, title) : unescaped(title))];
  }

  function attachmentFields(fields) {
    if (!fields) return [];
    const cell = ({ title, value }) =>
      element('div', '', element('strong', '', title ?? ''), element('br'), ...mrkdwn(value));
    return [element('div', 'fields', ...fields.map(cell))];
  }

  function attachment(object) {
    const node = element('div', 'attachment');
    const colour = NAMED[object.color] ?? object.color;
    if (colour) node.style.borderLeftColor = colour;
    if (object.pretext) node.append(element('div', 'block', ...mrkdwn(object.pretext)));
    node.append(...attachmentTitle(object), ...attachmentBody(object), ...attachmentFields(object.fields));
    if (object.footer) node.append(element('div', 'block context', ...mrkdwn(object.footer)));
    return node;
  }

  function avatar() {
    const node = element('div', 'avatar');
    node.setAttribute('aria-hidden', 'true');
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    for (const [name, value] of Object.entries({
      d: CHIP,
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': '1.8',
    })) {
      path.setAttribute(name, value);
    }
    svg.append(path);
    node.append(svg);
    return node;
  }

  // The sender's clock may run faster than life: its own time is in the footer of the message.
  function marketTime(payload) {
    const match = /notice \w+ · (\d{4}-\d\d-\d\d \d\d:\d\d UTC)/.exec(JSON.stringify(payload));
    return match === null ? undefined : `market time ${match[1]}`;
  }

  function message({ at, payload }) {
    const when = new Date(at);
    const clock = when.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
    const told = marketTime(payload);
    const time = element('time', '', `${told === undefined ? '' : `${told}, `}received ${clock}`);
    time.dateTime = when.toISOString();
    const name = element('span', 'name', payload.username ?? 'chipdesk');
    const body = element('div', 'body', element('div', 'who', name, element('span', 'badge', 'APP'), time));
    // With blocks, Slack shows `text` in notifications only.
    if (payload.blocks?.length) body.append(...payload.blocks.map(block));
    else if (payload.text) body.append(element('div', 'block', ...mrkdwn(payload.text)));
    body.append(...(payload.attachments ?? []).map(attachment));
    return element('article', '', avatar(), body);
  }

  let shown = 0;
  let lastDay = '';

  function show(messages) {
    if (messages.length < shown) {
      list.replaceChildren();
      shown = 0;
      lastDay = '';
    }
    const near = window.innerHeight + window.scrollY > document.body.scrollHeight - 120;
    for (const received of messages.slice(shown)) {
      const day = new Date(received.at).toLocaleDateString([], {
        weekday: 'long',
        month: 'long',
        day: 'numeric',
      });
      if (day !== lastDay) list.append(element('div', 'day', `Received ${day}`));
      lastDay = day;
      list.append(message(received));
    }
    const grown = messages.length > shown;
    shown = messages.length;
    empty.hidden = shown > 0;
    if (grown && near) window.scrollTo({ top: document.body.scrollHeight });
  }

  async function poll() {
    try {
      const answer = await fetch('/slack/messages.json', { cache: 'no-store' });
      show((await answer.json()).messages);
      state.textContent = shown === 1 ? '1 message' : `${shown} messages`;
    } catch {
      state.textContent = 'stand-in not reachable';
    }
    setTimeout(poll, 1500);
  }
  poll();
})();
