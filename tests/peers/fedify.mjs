// A small social network on Fedify, for tests/journeys/test_federation*.py: what comes in is verified and read by Fedify,
// what goes out is written and signed by it. People and notes are kept in memory.
//
//   node fedify.mjs '{"host": "alder.example", "port": 40001, "control": 40002, "certificate": "alder.pem",
//                     "key": "alder.key", "names": ["alder.example", "birch.example"], "knock": "rfc9421"}'
//
// `names` are this machine for the process. The test speaks to http://127.0.0.1:<control>/ : a POST of
// {"act": "post", "who": "anna", ...} answers what the act returns, as JSON.

import dns from "node:dns";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { createFederation, fetchKey, generateCryptoKeyPair, MemoryKvStore, parseNodeInfo } from "@fedify/fedify";
import * as vocab from "@fedify/fedify/vocab";
import { Temporal } from "@js-temporal/polyfill";

const asked = JSON.parse(process.argv[2]);
const origin = `https://${asked.host}:${asked.port}`;
const people = new Map(); // name -> person
const notes = new Map(); // id -> note, from here and from elsewhere, with what was done to it
const asks = new Map(); // id of a Follow of ours -> who asked to follow whom; of a QuoteRequest -> the note that quotes
const arrived = []; // every activity that Fedify let in
// everybody's: to make one takes a second
const keys = [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"), await generateCryptoKeyPair("Ed25519")];

const lookup = dns.lookup;
dns.lookup = (name, options, answer) => lookup(asked.names.includes(name) ? "127.0.0.1" : name, options, answer);

// -- what the world can read ------------------------------------------------------------------------------------------

const federation = createFederation({
  kv: new MemoryKvStore(),
  origin,
  allowPrivateAddress: true,
  firstKnock: asked.knock,
  userAgent: { software: "Alder/1.0" },
});

federation
  .setActorDispatcher("/users/{identifier}", async (ctx, name) => {
    const person = people.get(name);
    if (person === undefined) return null;
    const keys = await ctx.getActorKeyPairs(name);
    return new vocab.Person({
      id: ctx.getActorUri(name),
      preferredUsername: name,
      name: person.title,
      summary: `<p>${person.title} of Alder.</p>`,
      url: new URL(`/@${name}`, origin),
      inbox: ctx.getInboxUri(name),
      outbox: ctx.getOutboxUri(name),
      endpoints: new vocab.Endpoints({ sharedInbox: ctx.getInboxUri() }),
      followers: ctx.getFollowersUri(name),
      following: ctx.getFollowingUri(name),
      featured: ctx.getFeaturedUri(name),
      publicKey: keys[0].cryptographicKey,
      assertionMethods: keys.map((key) => key.multikey),
      aliases: person.aliases.map((uri) => new URL(uri)),
      successor: person.successor ? new URL(person.successor) : null,
    });
  })
  .setKeyPairsDispatcher((_, name) => (people.has(name) ? keys : []));

const KINDS = { Note: vocab.Note, Article: vocab.Article, Question: vocab.Question };
for (const [name, kind] of Object.entries(KINDS)) {
  federation.setObjectDispatcher(kind, `/users/{identifier}/${name.toLowerCase()}s/{number}`, (ctx, { identifier, number }) => {
    const note = notes.get(ctx.getObjectUri(kind, { identifier, number }).href);
    return note && !note.gone ? written(ctx, note) : null;
  });
}
federation.setFollowersDispatcher("/users/{identifier}/followers", (_, name) => {
  const items = [...(people.get(name)?.followers.values() ?? [])];
  return { items };
});
federation.setFollowingDispatcher("/users/{identifier}/following", (_, name) => {
  const following = [...(people.get(name)?.following ?? [])];
  return { items: following.filter(([, accepted]) => accepted).map(([uri]) => new URL(uri)) };
});
federation.setOutboxDispatcher("/users/{identifier}/outbox", (ctx, name) => {
  const own = [...notes.values()].filter((note) => note.by === name && !note.gone);
  return { items: own.map((note) => creation(ctx, note)) };
});
federation.setFeaturedDispatcher("/users/{identifier}/featured", (ctx, name) => {
  const pinned = [...notes.values()].filter((note) => note.by === name && note.pinned && !note.gone);
  return { items: pinned.map((note) => written(ctx, note)) };
});
federation.setNodeInfoDispatcher("/nodeinfo/2.1", () => ({
  software: { name: "alder", version: "1.0.0" },
  protocols: ["activitypub"],
  usage: { users: { total: people.size }, localPosts: notes.size, localComments: 0 },
}));

function written(ctx, note) {
  const audience = [ctx.getFollowersUri(note.by), ...note.mentions.map(({ id }) => id)];
  return new KINDS[note.kind]({
    id: new URL(note.id),
    attribution: ctx.getActorUri(note.by),
    name: note.title,
    ...wording(note),
    summary: note.notice,
    sensitive: Boolean(note.notice),
    published: note.published,
    updated: note.updated,
    url: new URL(note.id),
    replyTarget: note.answers ? new URL(note.answers) : null,
    quote: note.quotes ? new URL(note.quotes) : null,
    attachments: note.pictures.map(
      ({ url, alt }) => new vocab.Document({ url: new URL(url), mediaType: "image/png", name: alt }),
    ),
    tags: [
      ...note.mentions.map(({ id, name }) => new vocab.Mention({ href: id, name })),
      ...note.tags.map((tag) => new vocab.Hashtag({ href: new URL(`/tags/${tag}`, origin), name: `#${tag}` })),
    ],
    to: vocab.PUBLIC_COLLECTION,
    ccs: audience,
    ...(note.poll ? asking(note.poll) : {}),
  });
}

/** The words: in one language, or in several (`inLanguages`). */
function wording({ content, language, inLanguages }) {
  if (inLanguages) return { contents: Object.entries(inLanguages).map(([tag, text]) => new vocab.LanguageString(`<p>${text}</p>`, tag)) };
  return { content: language ? new vocab.LanguageString(content, language) : content };
}

function asking({ options, voters, closes, closed }) {
  const counted = options.map(
    (name, at) => new vocab.Note({ name, replies: new vocab.Collection({ totalItems: voters[at].size }) }),
  );
  const everybody = voters.reduce((sum, those) => sum + those.size, 0);
  return { exclusiveOptions: counted, voters: everybody, endTime: closes, closed };
}

function creation(ctx, note) {
  return new vocab.Create({
    id: new URL(`${note.id}#create`),
    actor: ctx.getActorUri(note.by),
    object: written(ctx, note),
    to: vocab.PUBLIC_COLLECTION,
    cc: ctx.getFollowersUri(note.by),
  });
}

// -- what comes in ----------------------------------------------------------------------------------------------------

const inbox = federation.setInboxListeners("/users/{identifier}/inbox", "/inbox");

inbox.on(vocab.Follow, async (ctx, follow) => {
  took(ctx, follow);
  const name = ctx.parseUri(follow.objectId)?.identifier;
  const follower = await follow.getActor(ctx);
  const person = people.get(name);
  const isRefused = person.refuses || person.blocks.has(follower.id.href);
  if (!isRefused) person.followers.set(follower.id.href, { ...recipient(follower), wish: follow.id });
  const answer = { id: fresh("answer"), actor: follow.objectId, object: follow };
  await ctx.sendActivity({ identifier: name }, follower, isRefused ? new vocab.Reject(answer) : new vocab.Accept(answer));
});
// The embedded Follow is not its sender's to vouch for: we go by its id.
inbox.on(vocab.Accept, (ctx, accept) => {
  took(ctx, accept);
  const { who, target, quoting } = asks.get(accept.objectId.href);
  if (accept.actorId.href !== target) return;
  if (quoting) quoting.stamp = accept.resultId.href;
  else people.get(who).following.set(target, true);
});
inbox.on(vocab.Reject, (ctx, reject) => {
  took(ctx, reject);
  const { who, target, quoting } = asks.get(reject.objectId.href);
  if (reject.actorId.href !== target) return;
  if (quoting) quoting.isRefused = true;
  else people.get(who).following.delete(target);
});
inbox.on(vocab.Undo, async (ctx, undo) => {
  const undone = await undo.getObject(ctx);
  took(ctx, undo, undone);
  const actor = undo.actorId.href;
  if (undone.actorId.href !== actor) return;
  if (undone instanceof vocab.Follow) people.get(ctx.parseUri(undone.objectId)?.identifier).followers.delete(actor);
  if (undone instanceof vocab.Announce) notes.get(undone.objectId.href)?.boosts.delete(actor);
  if (undone instanceof vocab.Like) notes.get(undone.objectId.href)?.likes.delete(actor);
  if (undone instanceof vocab.Block) people.get(ctx.parseUri(undone.objectId)?.identifier).blockedBy.delete(actor);
});
inbox.on(vocab.Block, (ctx, block) => {
  took(ctx, block);
  const person = people.get(ctx.parseUri(block.objectId)?.identifier);
  person.blockedBy.add(block.actorId.href);
  part(person, block.actorId.href);
});
inbox.on(vocab.Create, async (ctx, create) => {
  const note = await create.getObject(ctx);
  took(ctx, create, note);
  if (note.attributionId.href === create.actorId.href && !counted(note)) await keep(ctx, note);
});
inbox.on(vocab.Update, async (ctx, update) => {
  const object = await update.getObject(ctx);
  took(ctx, update, object);
  const known = notes.get(object.id.href);
  if (known?.by === update.actorId.href) await keep(ctx, object);
});
inbox.on(vocab.Delete, (ctx, deletion) => {
  took(ctx, deletion);
  const known = notes.get(deletion.objectId.href);
  if (known?.by === deletion.actorId.href) Object.assign(known, { gone: true, content: "" });
});
inbox.on(vocab.Announce, async (ctx, announce) => {
  took(ctx, announce);
  if (!notes.has(announce.objectId.href)) await keep(ctx, await announce.getObject(ctx));
  notes.get(announce.objectId.href).boosts.add(announce.actorId.href);
});
inbox.on(vocab.Like, (ctx, like) => {
  took(ctx, like);
  notes.get(like.objectId.href)?.likes.add(like.actorId.href);
});
inbox.on(vocab.Add, (ctx, add) => {
  took(ctx, add);
  const known = notes.get(add.objectId.href);
  if (known?.by === add.actorId.href) known.pinned = true;
});
inbox.on(vocab.Move, async (ctx, move) => {
  took(ctx, move);
  const before = move.objectId.href;
  const target = await ctx.lookupObject(move.targetId);
  const isTrue = move.actorId.href === before && target.aliasIds.some((uri) => uri.href === before);
  for (const [name, person] of isTrue ? people : []) {
    if (person.following.delete(before)) await follow(ctx, { who: name, whom: target.id.href });
  }
});
inbox.on(vocab.Activity, (ctx, activity) => took(ctx, activity));

function took(ctx, activity, object = null) {
  const [type, id, actor] = [activity.constructor.name, activity.id?.href, activity.actorId?.href];
  const about = { type: object?.constructor.name, id: (object?.id ?? activity.objectId)?.href };
  const more = { objects: activity.objectIds?.map((uri) => uri.href), words: activity.content && String(activity.content) };
  arrived.push({ type, id, actor, object: about, target: activity.targetId?.href, recipient: ctx.recipient, ...more });
}

/** Neither follows the other any more. */
function part(person, uri) {
  person.followers.delete(uri);
  person.following.delete(uri);
}

/** Whether the note is an answer to a poll of ours; each voter's first counts. */
function counted(note) {
  const poll = notes.get(note.replyTargetId?.href)?.poll;
  const at = poll?.voters && !note.content ? poll.options.indexOf(String(note.name)) : -1;
  if (at < 0) return false;
  const voter = note.attributionId.href;
  if (!poll.closed && !poll.voters.some((those) => those.has(voter))) poll.voters[at].add(voter);
  return true;
}

/** What a Question asks, as its server last counted. */
async function pollOf(ctx, note) {
  if (!(note instanceof vocab.Question)) return null;
  const [options, votes] = [[], []];
  for (const given of [note.getExclusiveOptions(ctx), note.getInclusiveOptions(ctx)]) {
    for await (const option of given) {
      options.push(String(option.name));
      votes.push((await option.getReplies(ctx))?.totalItems ?? 0);
    }
  }
  return { options, votes, closed: Boolean(note.closed) };
}

async function keep(ctx, note) {
  const known = notes.get(note.id.href);
  const [tags, named] = [[], []];
  for await (const tag of note.getTags(ctx)) {
    if (tag instanceof vocab.Hashtag) tags.push(String(tag.name).slice(1));
    if (tag instanceof vocab.Mention) named.push(tag.href.href);
  }
  const pictures = [];
  for await (const one of note.getAttachments(ctx)) pictures.push({ type: one.constructor.name, url: one.url?.href, alt: String(one.name) });
  notes.set(note.id.href, {
    id: note.id.href,
    kind: note.constructor.name,
    by: note.attributionId.href,
    title: note.name && String(note.name),
    content: String(note.content),
    language: note.content?.locale?.toString() ?? note.contents.find((one) => one.locale)?.locale.toString(),
    notice: note.summary && String(note.summary),
    answers: note.replyTargetId?.href ?? null,
    to: note.toIds.map((uri) => uri.href),
    cc: note.ccIds.map((uri) => uri.href),
    published: note.published?.toString(),
    updated: note.updated?.toString(),
    tags,
    named,
    pictures,
    poll: await pollOf(ctx, note),
    quotesAllowed: (note.interactionPolicy?.canQuote?.automaticApprovals ?? []).map((uri) => uri.href),
    gone: false,
    pinned: known?.pinned ?? false,
    boosts: known?.boosts ?? new Set(),
    likes: known?.likes ?? new Set(),
  });
}

// -- what people do ---------------------------------------------------------------------------------------------------

let count = 0;
const fresh = (kind) => new URL(`/acts/${kind}/${++count}`, origin);
const recipient = (actor) => ({ id: actor.id, inboxId: actor.inboxId, endpoints: { sharedInbox: actor.endpoints?.sharedInbox } });

async function send(ctx, who, to, activity) {
  await ctx.sendActivity({ identifier: who }, to, activity, { preferSharedInbox: true });
  return activity.id.href;
}

async function found(ctx, who, what) {
  const documentLoader = await ctx.getDocumentLoader({ identifier: who });
  const object = await ctx.lookupObject(what, { documentLoader });
  if (object === null) throw new Error(`nothing is found under ${what}`);
  return object;
}

/** Whoever wrote the note `id`, and the followers of `who`: all that are told of what `who` does with it. */
async function concerned(ctx, who, id) {
  const note = notes.get(id);
  const author = note && !people.has(note.by) ? [recipient(await found(ctx, who, note.by))] : [];
  return [...author, ...people.get(who).followers.values()];
}

async function follow(ctx, { who, whom }) {
  const target = await found(ctx, who, whom);
  people.get(who).following.set(target.id.href, people.get(who).following.get(target.id.href) ?? false);
  const wish = new vocab.Follow({ id: fresh("follow"), actor: ctx.getActorUri(who), object: target.id });
  people.get(who).wishes.set(target.id.href, wish);
  asks.set(wish.id.href, { who, target: target.id.href });
  await send(ctx, who, target, wish);
  return target.id.href;
}

function blockOf(ctx, who, target) {
  const actor = ctx.getActorUri(who);
  return new vocab.Block({ id: new URL(`#block/${target.href}`, actor), actor, object: target });
}

/** Undo of one's Announce or Like of `note`. */
async function takeBack(ctx, { who, note }, kind, done) {
  const actor = ctx.getActorUri(who);
  const object = new kind({ id: new URL(`#${done}/${note}`, actor), actor, object: new URL(note) });
  notes.get(note)[done].delete(actor.href);
  return send(ctx, who, await concerned(ctx, who, note), new vocab.Undo({ id: fresh("undo"), actor, object }));
}

async function pass(ctx, { who, note }, kind, done) {
  const actor = ctx.getActorUri(who);
  if (!notes.has(note)) await keep(ctx, await found(ctx, who, note));
  notes.get(note)[done].add(actor.href);
  const audience = { to: vocab.PUBLIC_COLLECTION, cc: ctx.getFollowersUri(who) };
  const object = new URL(note);
  return send(ctx, who, await concerned(ctx, who, note), new kind({ id: new URL(`#${done}/${note}`, actor), actor, object, ...audience }));
}

/** A new note of `who`. */
function made(ctx, who, kind, words) {
  const id = ctx.getObjectUri(KINDS[kind], { identifier: who, number: String(++count) }).href;
  const note = { id, kind, by: who, ...words, published: Temporal.Now.instant(), gone: false, boosts: new Set(), likes: new Set() };
  notes.set(id, note);
  return note;
}

const ACTS = {
  /** One who `refuses` lets nobody follow. */
  async join(ctx, { who, title, refuses = false }) {
    const ties = { followers: new Map(), following: new Map(), wishes: new Map(), blocks: new Set(), blockedBy: new Set() };
    people.set(who, { title, refuses, ...ties, aliases: [], successor: null });
    return { name: who, uri: ctx.getActorUri(who).href };
  },
  follow,
  async unfollow(ctx, { who, whom }) {
    const target = await found(ctx, who, whom);
    people.get(who).following.delete(target.id.href);
    const object = people.get(who).wishes.get(target.id.href);
    return send(ctx, who, target, new vocab.Undo({ id: fresh("undo"), actor: ctx.getActorUri(who), object }));
  },
  /** `pictures` are their descriptions, `options` the answers of a poll. */
  async post(ctx, { who, text, answers = null, mentions = [], tags = [], pictures = [], options = null, ...more }) {
    const named = [];
    for (const name of mentions) named.push({ name, ...recipient(await found(ctx, who, name)) });
    const content = `<p>${[...mentions, text, ...tags.map((tag) => `#${tag}`)].join(" ")}</p>`;
    const hung = pictures.map((alt) => ({ url: `${origin}/pictures/${++count}.png`, alt }));
    const poll = options && { options, voters: options.map(() => new Set()), closes: Temporal.Now.instant().add({ hours: 1 }), closed: null };
    const kind = poll ? "Question" : more.title ? "Article" : "Note";
    const note = made(ctx, who, kind, { ...more, content, answers, mentions: named, tags, pictures: hung, poll });
    const told = [...people.get(who).followers.values(), ...named];
    if (answers) {
      if (!notes.has(answers)) await keep(ctx, await found(ctx, who, answers));
      told.push(...(await concerned(ctx, who, answers)));
    }
    await send(ctx, who, told, creation(ctx, note));
    return note.id;
  },
  async edit(ctx, { who, note, text }) {
    const known = Object.assign(notes.get(note), { content: `<p>${text}</p>`, updated: Temporal.Now.instant() });
    const update = { id: fresh("update"), actor: ctx.getActorUri(who), object: written(ctx, known), to: vocab.PUBLIC_COLLECTION };
    return send(ctx, who, [...people.get(who).followers.values()], new vocab.Update(update));
  },
  async delete(ctx, { who, note }) {
    Object.assign(notes.get(note), { gone: true, content: "" });
    const object = new vocab.Tombstone({ id: new URL(note) });
    const deletion = { id: fresh("delete"), actor: ctx.getActorUri(who), object, to: vocab.PUBLIC_COLLECTION };
    return send(ctx, who, [...people.get(who).followers.values()], new vocab.Delete(deletion));
  },
  boost: (ctx, asked) => pass(ctx, asked, vocab.Announce, "boosts"),
  unboost: (ctx, asked) => takeBack(ctx, asked, vocab.Announce, "boosts"),
  like: (ctx, asked) => pass(ctx, asked, vocab.Like, "likes"),
  unlike: (ctx, asked) => takeBack(ctx, asked, vocab.Like, "likes"),
  async vote(ctx, { who, note, choice }) {
    const actor = ctx.getActorUri(who);
    if (!notes.has(note)) await keep(ctx, await found(ctx, who, note));
    const author = await found(ctx, who, notes.get(note).by);
    const vote = { id: new URL(`#votes/${++count}`, actor), name: choice, attribution: actor, replyTarget: new URL(note), to: author.id };
    const told = { id: fresh("vote"), actor, object: new vocab.Note(vote), to: author.id };
    return send(ctx, who, [recipient(author)], new vocab.Create(told));
  },
  /** The poll is over. */
  async close(ctx, { who, note }) {
    const known = notes.get(note);
    known.poll.closes = known.poll.closed = Temporal.Now.instant();
    const update = { id: fresh("update"), actor: ctx.getActorUri(who), object: written(ctx, known), to: vocab.PUBLIC_COLLECTION };
    return send(ctx, who, [...people.get(who).followers.values()], new vocab.Update(update));
  },
  async remove_follower(ctx, { who, whom }) {
    const target = await found(ctx, who, whom);
    const actor = ctx.getActorUri(who);
    const { wish } = people.get(who).followers.get(target.id.href);
    people.get(who).followers.delete(target.id.href);
    const object = new vocab.Follow({ id: wish, actor: target.id, object: actor });
    return send(ctx, who, target, new vocab.Reject({ id: fresh("reject"), actor, object }));
  },
  async block(ctx, { who, whom }) {
    const target = await found(ctx, who, whom);
    people.get(who).blocks.add(target.id.href);
    part(people.get(who), target.id.href);
    return send(ctx, who, target, blockOf(ctx, who, target.id));
  },
  async unblock(ctx, { who, whom }) {
    const target = await found(ctx, who, whom);
    people.get(who).blocks.delete(target.id.href);
    const undo = { id: fresh("undo"), actor: ctx.getActorUri(who), object: blockOf(ctx, who, target.id) };
    return send(ctx, who, target, new vocab.Undo(undo));
  },
  /** A note, and whoever wrote it. */
  async report(ctx, { who, note, words }) {
    const author = await found(ctx, who, notes.get(note).by);
    const objects = [author.id, new URL(note)];
    return send(ctx, who, author, new vocab.Flag({ id: fresh("flag"), actor: ctx.getActorUri(who), objects, content: words }));
  },
  /** Ask for leave to quote (FEP-044f); the id of the note that quotes. */
  async quote(ctx, { who, note, text }) {
    const author = await found(ctx, who, (await found(ctx, who, note)).attributionId.href);
    const quoting = made(ctx, who, "Note", { content: `<p>${text}</p>`, quotes: note, mentions: [], pictures: [], tags: [] });
    const asking = { id: fresh("quote"), actor: ctx.getActorUri(who), object: new URL(note), instrument: new URL(quoting.id) };
    asks.set(asking.id.href, { who, target: author.id.href, quoting });
    await send(ctx, who, author, new vocab.QuoteRequest(asking));
    return quoting.id;
  },
  async pin(ctx, { who, note }) {
    notes.get(note).pinned = true;
    const add = { id: fresh("add"), actor: ctx.getActorUri(who), object: new URL(note), target: ctx.getFeaturedUri(who) };
    return send(ctx, who, [...people.get(who).followers.values()], new vocab.Add(add));
  },
  async move(ctx, { who, to }) {
    const [actor, target] = [ctx.getActorUri(who), ctx.getActorUri(to)];
    people.get(to).aliases.push(actor.href);
    people.get(who).successor = target.href;
    const move = new vocab.Move({ id: fresh("move"), actor, object: actor, target, to: ctx.getFollowersUri(who) });
    return send(ctx, who, [...people.get(who).followers.values()], move);
  },
  followers: (_, { who }) => [...people.get(who).followers.keys()],
  following: (_, { who }) => [...people.get(who).following].filter(([, accepted]) => accepted).map(([uri]) => uri),
  asking: (_, { who }) => [...people.get(who).following].filter(([, accepted]) => !accepted).map(([uri]) => uri),
  blocked_by: (_, { who }) => [...people.get(who).blockedBy],
  note(_, { note }) {
    const known = notes.get(note) ?? null;
    const votes = known?.poll?.voters?.map((those) => those.size);
    return votes ? { ...known, poll: { ...known.poll, votes, closed: Boolean(known.poll.closed) } } : known;
  },
  arrived: () => arrived,
  finger: (ctx, { what }) => ctx.lookupWebFinger(what),
  /** As Fedify reads it. Its own getNodeInfo speaks to no private address, and cannot be told to. */
  async nodeinfo(_, { what }) {
    const { links } = await (await fetch(new URL("/.well-known/nodeinfo", what))).json();
    const { href } = links.find(({ rel }) => rel.endsWith("/schema/2.1"));
    return parseNodeInfo(await (await fetch(href)).json());
  },
  /** Whose a key is, asked without a signature. */
  async key(ctx, { what }) {
    const { documentLoader, contextLoader } = ctx;
    const { key } = await fetchKey(what, vocab.CryptographicKey, { documentLoader, contextLoader });
    return key && { id: key.id.href, owner: key.ownerId.href };
  },
  /** What Fedify reads at an address or under a handle, signed by `who`. */
  async read(ctx, { who, what }) {
    const object = await found(ctx, who, what);
    return await object.toJsonLd({ format: "compact" });
  },
  /** The ids of all that stands in a collection, page by page. */
  async collection(ctx, { who, what }) {
    const ids = [];
    for await (const item of ctx.traverseCollection(await found(ctx, who, what))) ids.push(item.id.href);
    return ids;
  },
};

// -- the two doors ----------------------------------------------------------------------------------------------------

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function serve(request, response) {
  const body = await bodyOf(request);
  const said = { method: request.method, headers: request.headers, body: body.length ? body : undefined };
  const answer = await federation.fetch(new Request(new URL(request.url, origin), said), { contextData: null });
  if (answer.status >= 400) console.log(request.method, request.url, answer.status);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}

async function control(request, response) {
  const { act, ...words } = JSON.parse(await bodyOf(request));
  const done = await ACTS[act](federation.createContext(new URL(origin), null), words);
  response.end(JSON.stringify(done ?? null, (_, value) => (value instanceof Set ? [...value] : value)));
}

/** What fails is told in full to whoever asked, and in the log. */
function honest(door) {
  return (request, response) =>
    door(request, response).catch((error) => {
      console.error(error);
      response.writeHead(500).end(`${error.stack}\n${error.responseBody ?? ""}`);
    });
}

const papers = { cert: readFileSync(asked.certificate), key: readFileSync(asked.key) };
https.createServer(papers, honest(serve)).listen(asked.port, "127.0.0.1");
http.createServer(honest(control)).listen(asked.control, "127.0.0.1");
