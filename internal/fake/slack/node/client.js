// Uses the fake as an app written with Slack's own clients would, and says what it found, a JSON object a line.
// Its end of stdin is its end.

import { SocketModeClient } from '@slack/socket-mode';
import { LogLevel, WebClient } from '@slack/web-api';

const { SLACK_API, SLACK_BOT_TOKEN, SLACK_APP_TOKEN, CHANNEL, ARCHIVED, MEMBER, EMAIL } = process.env;
const say = (what, found) => console.log(JSON.stringify({ what, ...found }));
const errorOf = async (call) => call.then(() => 'no error', (e) => e.data?.error ?? String(e));

const web = new WebClient(SLACK_BOT_TOKEN, { slackApiUrl: SLACK_API, logLevel: LogLevel.ERROR, retryConfig: { retries: 0 } });
const button = (text, value) => ({ type: 'button', action_id: 'done', value, text: { type: 'plain_text', text } });
const card = (text) => [
  { type: 'section', text: { type: 'mrkdwn', text } },
  { type: 'actions', elements: [button('Done', '1')] },
];
const form = {
  type: 'modal',
  callback_id: 'keep',
  title: { type: 'plain_text', text: 'Keep' },
  submit: { type: 'plain_text', text: 'Save' },
  blocks: [
    {
      type: 'input',
      block_id: 'text',
      label: { type: 'plain_text', text: 'What went well' },
      element: { type: 'plain_text_input', action_id: 'text', multiline: true },
    },
  ],
};

async function useWebAPI() {
  const auth = await web.auth.test();
  say('auth.test', { user: auth.user_id, scopes: auth.response_metadata.scopes.length });
  const metadata = { event_type: 'engawa', event_payload: { key: 'sakura/tea' } };
  const posted = await web.chat.postMessage({ channel: CHANNEL, text: 'tea', blocks: card('*tea* at 16:00'), metadata });
  const updated = await web.chat.update({ channel: CHANNEL, ts: posted.ts, text: 'tea', blocks: card('tea is over') });
  const link = await web.chat.getPermalink({ channel: CHANNEL, message_ts: posted.ts });
  say('update', { same: updated.ts === posted.ts, link: link.permalink });
  const history = await web.conversations.history({ channel: CHANNEL, include_all_metadata: true, limit: 10 });
  const found = history.messages.find((m) => m.metadata?.event_payload.key === 'sakura/tea');
  say('history', { found: found?.ts === posted.ts, edited: Boolean(found?.edited), blocks: found?.blocks.length });
  const user = await web.users.lookupByEmail({ email: EMAIL });
  const known = await web.users.info({ user: user.user.id, include_locale: true });
  say('user', { id: user.user.id, locale: known.user.locale });
  const direct = await web.conversations.open({ users: MEMBER });
  await web.chat.postMessage({ channel: direct.channel.id, text: 'for you' });
  await web.chat.postEphemeral({ channel: CHANNEL, user: MEMBER, text: 'only for you' });
  const channels = await web.conversations.list({ types: 'public_channel', exclude_archived: true });
  const pages = [];
  for await (const page of web.paginate('users.list', { limit: 1 })) pages.push(...page.members);
  say('lists', { channels: channels.channels.length, members: pages.length });
  const gone = await web.chat.postMessage({ channel: CHANNEL, text: 'soon gone' });
  await web.chat.delete({ channel: CHANNEL, ts: gone.ts });
  say('errors', {
    archived: await errorOf(web.chat.postMessage({ channel: ARCHIVED, text: 'x' })),
    deleted: await errorOf(web.chat.update({ channel: CHANNEL, ts: gone.ts, text: 'x' })),
    token: await errorOf(web.auth.test({ token: 'xoxb-other' })),
    trigger: await errorOf(web.views.open({ trigger_id: 'no', view: form })),
    kind: await errorOf(web.users.profile.set({ profile: { status_text: 'x' } })),
  });
}

async function listen() {
  const socket = new SocketModeClient({
    appToken: SLACK_APP_TOKEN,
    clientOptions: { slackApiUrl: SLACK_API },
    logLevel: LogLevel.ERROR,
    clientPingTimeout: 300,
    serverPingTimeout: 1000,
  });
  let submissions = 0;
  socket.on('slash_commands', async ({ body, ack }) => {
    if (body.command === '/keep' && body.text) return ack({ text: `Kept: ${body.text}` });
    await ack();
    await web.views.open({ trigger_id: body.trigger_id, view: form });
  });
  socket.on('interactive', async ({ body, ack }) => {
    if (body.type === 'view_submission') {
      submissions += 1;
      const written = body.view.state.values.text.text.value;
      if (submissions === 1) return ack({ response_action: 'errors', errors: { text: `${written}?` } });
      await ack();
      return web.chat.postMessage({ channel: body.user.id, text: `Saved: ${written}` });
    }
    await ack();
    await fetch(body.response_url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ replace_original: true, text: `${body.actions[0].value} done` }),
    });
  });
  socket.on('app_home_opened', async ({ event, ack }) => {
    await ack();
    await web.views.publish({ user_id: event.user, view: { type: 'home', blocks: card('at home') } });
  });
  await socket.start();
  return socket;
}

await useWebAPI();
const socket = await listen();
say('ready', {});
process.stdin.resume();
process.stdin.on('end', async () => {
  await socket.disconnect();
  say('end', {});
});
