/** Words in English that are not needed before the first paint: those of rooms, lenses, dialogs and files. */
export const enLater = {
  'unit.positions': '{count} positions',
  'unit.channels': '{count} channels',
  'unit.heads': '{count} heads',
  'unit.tokens': '{count} tokens',
  'unit.radians': '{value} rad',
  'unit.milliseconds': '{value} ms',
  'unit.megabytes': '{value} MB',
  'compare.title': 'Side by side',
  'compare.same':
    'Same tokens, weights and head; only the positional encoding differs (with T5 and DeBERTa also the scaling of scores).',
  'compare.show': 'Show',
  'compare.values': 'maps',
  'compare.add': 'Add a scheme',
  'compare.remove': 'Remove {name}',
  'compare.scheme': 'Scheme {place}',
  'compare.next': 'Next scheme',
  'compare.previous': 'Previous scheme',
  'compare.first': 'Put {name} first',
  'compare.pinned': 'pinned',
  'compare.delta.similarity': 'Δ similarity',
  'compare.delta.attention': 'Δ attention',
  'compare.here': '{row} → {column}',
  'compare.byDistance': '{map}: mean by distance',
  'compare.cannot': 'This scheme cannot be computed with these sizes.',
  'lesson.contents': 'Lessons',
  'lesson.contents.says':
    'Each lesson is the page itself with a few sentences beside it. You predict, the page computes, and then you play.',
  'lesson.goOn': 'Go on where you were: {title}, step {step}',
  'lesson.course': 'The course',
  'lesson.questions': 'Questions',
  'lesson.concepts': 'How it hangs together',
  'lesson.concepts.says': 'Each idea opens a state of the page that shows it; Back returns.',
  'lesson.reading': 'To read, watch and try',
  'lesson.reading.paper': 'Papers',
  'lesson.reading.course': 'Courses and texts',
  'lesson.reading.tool': 'Tools',
  'lesson.minutes': '{count} min',
  'lesson.text': 'Lesson {place}: {title}',
  'lesson.all': 'All lessons',
  'lesson.step': 'Step {step} of {steps}',
  'lesson.step.named': 'Step {step}: {title}',
  'lesson.steps': 'Steps of this lesson',
  'lesson.next': 'Next',
  'lesson.previous': 'Previous step',
  'lesson.nextLesson': 'Next: {title}',
  'lesson.keys': 'scroll, → or click',
  'lesson.options': 'Answers',
  'lesson.show': 'Show the truth',
  'lesson.waiting': 'The page is working it out…',
  'lesson.right': 'Yes.',
  'lesson.wrong': 'Not quite.',
  'lesson.isRight': '(the right answer)',
  'lesson.guessed': 'your guess',
  'lesson.computed': 'computed',
  'lesson.gap': 'apart',
  'lesson.gap.mean': 'apart on average',
  'lesson.curve.how':
    '{curve}. Left and right arrow keys move along the axis, up and down draw the curve.',
  'lesson.curve.here': '{axis} {place}: {value}',
  'lesson.curve.drawn': 'your drawing',
  'lesson.curve.hint': 'Draw the curve with the mouse or a finger.',
  'lesson.noNumber': 'That is not a number.',
  'lesson.pick': 'Click a cell of the map, or move there with the arrow keys and press Enter.',
  'lesson.picked': 'Picked: row {row}, column {column}.',
  'lesson.ideas': 'Ideas',
  'lesson.again': 'Start this step over',
  'class.askClass': 'Ask the class',
  'class.plan': 'For teachers',
  'class.place': '{title}, step {step}',
  'class.typical.choose': 'To the most frequent answer:',
  'class.typical.number': 'To the median of the answers:',
  'class.typical.cell': 'To the cell picked most often:',
  'class.typical.curve': 'To the mean of the drawings:',
  'class.handIn': 'Hand in my answer',
  'class.handIn.title': 'Your answer as a link',
  'class.handIn.says':
    'Show the code to your teacher’s camera, or send the link. Nothing else leaves this page.',
  'class.handIn.image': 'QR code of your answer',
  'class.name': 'Name (if you like)',
  'class.copy': 'Copy the link',
  'class.send': 'Send',
  'class.copied': 'Copied.',
  'class.notCopied': 'The browser did not allow it: select the link above and copy it.',
  'class.noQuestion': 'This step asks no question. Go back to the lesson and choose another step.',
  'class.ask': '1. The question',
  'class.ask.image': 'QR code of the question',
  'class.take': '2. The answers',
  'class.take.field': 'Paste links here, as many as you like, with any text around them.',
  'class.take.act': 'Take in',
  'class.scan': 'Scan codes with the camera',
  'class.scan.stop': 'Stop the camera',
  'class.scan.none': 'This browser cannot read codes with a camera; paste the links.',
  'class.scan.refused': 'The camera could not be used. Allow it for this page, or paste the links.',
  'class.picture': 'All answers',
  'class.count': 'Answers: {count}',
  'class.empty':
    'No answers yet. They appear here as they come, without names unless a name was typed.',
  'class.removeAll': 'Remove all',
  'class.putBack': 'Put them back',
  'class.list': 'One by one',
  'class.noName': 'no name',
  'class.takeOut': 'Remove the answer: {name}',
  'class.cell': 'row {row}, column {column}',
  'class.row': 'row',
  'class.column': 'column',
  'class.curve': 'a curve',
  'class.curve.each': 'each answer',
  'class.curve.mean': 'their mean',
  'class.answers.axis': 'answers',
  'class.median': 'Median {value}.',
  'class.outside': 'Too far away for the picture: {values}',
  'class.unfit': 'Not readable here, perhaps from an older version of the question: {count}',
  'class.got.taken': 'New answers: {count}',
  'class.got.changed': 'Changed their answer: {count}. The last one counts.',
  'class.got.again': 'Already here: {count}. Each student counts once.',
  'class.got.broken':
    'Cut off or altered on the way: {count}. The text stays in the field; ask for these links again.',
  'class.got.without': 'Links without an answer: {count}',
  'class.got.nothing': 'There is no link in that text.',
  'class.got.elsewhere': 'Answers to another question, kept there: {count}',
  'class.got.unknown': 'This page has no such lesson.',
  'attend.stages': 'Stages of the block',
  'attend.play': 'Play',
  'attend.pause': 'Pause',
  'attend.map': '{stage}. Arrow keys move the query and the key, Enter holds them.',
  'attend.line': 'The tokens and their positions',
  'attend.line.how':
    'Arrow keys choose the query; with Shift, the key. Alt and an arrow key move the token, Delete removes it, plus duplicates it, Enter edits the text.',
  'attend.line.token': '{token}, position {position}',
  'attend.line.edit': 'Edit',
  'attend.line.done': 'Done',
  'attend.line.field': 'The text',
  'attend.line.duplicate': 'Duplicate this token',
  'attend.line.remove': 'Remove this token',
  'attend.line.moved': '“{token}” is now at position {position}.',
  'attend.line.duplicated': '“{token}” was duplicated at position {position}.',
  'attend.line.removed': '“{token}” was removed.',
  'attend.line.pasted': 'The text was pasted.',
  'attend.line.refused.nothing': 'The text has no token here.',
  'attend.line.refused.edge': 'The text ends here.',
  'attend.line.refused.inside':
    'The bytes of one character stay together; nothing can be put between them.',
  'attend.line.refused.join':
    'These two tokens would join into one character, so the token was not moved.',
  'attend.line.refused.long': 'The text has reached its maximum length.',
  'attend.texts': 'Texts',
  'attend.texts.own': 'choose …',
  'attend.texts.order': 'Order changes the meaning',
  'attend.texts.tasks': 'Tasks',
  'attend.texts.senses': 'Images and sound',
  'attend.text.service': 'Customer service',
  'attend.text.service.says':
    'Position is the turn of the conversation: “Customer” and “Agent” recur, and only position tells which answer belongs to which question.',
  'attend.text.news': 'Financial news',
  'attend.text.news.says':
    '“fell” occurs twice: only its position tells whether prices or shares fell.',
  'attend.text.history': 'Viewing history',
  'attend.text.history.says':
    'Position is recency: the same genres recur, and what was watched last may say most about what comes next.',
  'attend.text.medical': 'Medical record',
  'attend.text.medical.says':
    'Position is the order of events: a rash after the drug points to the drug, a rash before it does not.',
  'attend.text.contract': 'Contract',
  'attend.text.contract.says':
    'Position is the clause: clause 3 mentions “clause 1” and “clause 2”, and each reference must find the clause it names.',
  'attend.text.lesson': 'Lesson sequence',
  'attend.text.lesson.says':
    'Position is the order of learning: a lesson looks back to the lessons it builds on and never ahead, just as under a causal mask.',
  'attend.text.classification': 'Text classification',
  'attend.text.classification.says':
    'Without positions, “not good but long” and “good but not long” are the same bag of words.',
  'attend.text.translation': 'Translation',
  'attend.text.translation.says':
    'Each language has its own word order: “white house” becomes “maison blanche”, so matching words do not stand in matching positions.',
  'attend.text.language': 'Language modelling',
  'attend.text.language.says':
    'Position tells who chases whom: the next word is guessed from the words before it, and without their order it cannot be guessed.',
  'attend.text.dialogue': 'Dialogue',
  'attend.text.dialogue.says':
    'Position is recency: “one” stands for something mentioned before, and the latest turn tells what.',
  'attend.text.generation': 'Generation',
  'attend.text.generation.says':
    'Positions grow with the text: each new word goes to the end and sees all words before it and none after it.',
  'attend.text.image': 'Image, 24 patches',
  'attend.text.image.says':
    'Position is row and column: every “sky” patch has the same vector, and only the grid of 4 rows and 6 columns tells one from another.',
  'attend.text.sound': 'Sound, 24 frames',
  'attend.text.sound.says':
    'Position is time: there is one frame every 20 milliseconds, and each sees the last eight, itself included.',
  'attend.trained':
    'These are the weights of the trained encoder. Shuffling, fusing, fewer bits, longer texts and stacking are experiments with random weights. The Model room has the experiments with the trained encoder’s positions.',
  'attend.shuffle.what':
    'Shuffle the tokens, run the same block, and put each output back where its token came from. Are the outputs still the same?',
  'attend.shuffle.do': 'Shuffle the tokens',
  'attend.shuffle.again': 'Shuffle again',
  'attend.shuffle.order': 'The new order of the tokens, written as their old positions: {order}',
  'attend.shuffle.notYet': 'The tokens have not been shuffled yet',
  'attend.shuffle.difference': 'Largest difference between outputs',
  'attend.shuffle.zero': 'Zero: without positions and without a mask, order cannot matter.',
  'attend.shuffle.matters':
    'The block can tell one order from another. Take the reasons away one by one:',
  'attend.shuffle.reasons': 'Why order matters',
  'attend.shuffle.table': 'The table',
  'attend.shuffle.table.says':
    'Each position has its own vector, so the same token is a different input at a different position.',
  'attend.shuffle.mask': 'The mask',
  'attend.shuffle.mask.says':
    'What a token can see depends on its position, so a mask alone makes order matter.',
  'attend.shuffle.rotation': 'The rotation',
  'attend.shuffle.rotation.says':
    'Queries and keys are turned by an angle that depends on their position, so scores depend on how far apart two tokens are.',
  'attend.shuffle.bias': 'The bias',
  'attend.shuffle.bias.says':
    'The scores get a number that depends only on the two positions, whatever the tokens are.',
  'attend.shuffle.content': 'Position and content together',
  'attend.shuffle.content.says':
    'Queries and keys are multiplied by vectors of distances or counts, so what is added depends on position and content.',
  'attend.shuffle.unmask': 'Take the mask away',
  'attend.shuffle.unplace': 'Take the positions away',
  'attend.fuse.what':
    'Position and content can be combined in several ways, and attention can be made sharper or flatter. The maps follow.',
  'attend.fuse.entropy': 'Mean entropy of the rows',
  'attend.fuse.blind': 'Queries that see no key: {count}. Their weights are all 0.',
  'attend.fuse.noNumber':
    'Queries whose weights are not numbers: {count}. A product overflowed float32, or an input was not a number.',
  'attend.fuse.bits': '{bits} bits',
  'attend.fuse.as': 'as if each query looked at {keys} keys equally',
  'attend.fuse.noTable':
    'This scheme has no table to combine with the tokens. Gain and fusion apply to schemes that give each position a vector.',
  'attend.fuse.fusion.add': 'X + P: tokens and positions share the same channels.',
  'attend.fuse.fusion.concat':
    '[X | P]: positions have their own channels, and their own rows in the weight matrices.',
  'attend.fuse.fusion.multiply':
    'X ⊙ P: positions scale the channels of the token; where P is 0, nothing of the token is left.',
  'attend.fuse.fusion.query-key':
    'Positions decide which tokens are attended to, but are not part of what is passed on.',
  'attend.fuse.gain':
    'Multiplies P: the larger it is, the more positions count and the less words do.',
  'attend.fuse.gain.multiply':
    'Multiplies P, which scales the words: a larger gain makes both larger, and at 0 both are gone.',
  'attend.fuse.gain.zero': 'At 0, no positions are left.',
  'attend.fuse.fused.first':
    'Positions enter once, before the first block; later blocks get only what remains of them. This makes a difference from two blocks on.',
  'attend.fuse.fused.every':
    'Positions enter again before every block, so no block has to carry them along. This makes a difference from two blocks on.',
  'attend.fuse.temperature':
    'Divides the scores before softmax: below 1 attention gets sharper, above 1 flatter.',
  'attend.fuse.temperature.zero':
    'At 0, each query attends only to the key with the highest score.',
  'attend.fuse.query.none':
    'Queries keep their length: the factor is {first} at the first position and {last} at the last.',
  'attend.fuse.query.llama4':
    'Each query is multiplied by 1 + g ln(1 + ⌊(p + 1)/n⌋), n the step and g the growth: here from {first} to {last}.',
  'attend.fuse.query.power':
    'Each query is multiplied by ((p + 1)/n + 1)ᵍ, g the growth: here from {first} to {last}.',
  'attend.fuse.query.log':
    'Each query is multiplied by s ln(p + 1) + b: here from {first} to {last}.',
  'attend.fuse.rows': 'Entropy of each row in bits, by position:',
  'attend.fuse.rows.now': 'attention',
  'attend.fuse.rows.with': 'with the factor',
  'attend.fuse.rows.without': 'without',
  'attend.fuse.rows.even': 'most there can be',
  'attend.fuse.mask.none': 'Every query sees every key.',
  'attend.fuse.mask.causal': 'No query sees a later key.',
  'attend.fuse.mask.window': 'Each query sees only the last {window} keys, its own included.',
  'attend.fuse.mask.padding':
    'The text is not repeated; the positions after its end are padding, which no query sees.',
  'attend.stack.what':
    'Blocks are stacked, each with its own weights. How much of the positions is left after each of them?',
  'attend.stack.measure':
    'For each position: the cosine between the residual stream and that position’s vector (both minus their averages over all positions), then averaged. The second line uses the other positions’ vectors.',
  'attend.stack.pattern.every': 'Every block has positions.',
  'attend.stack.pattern.three-of-four':
    'Every fourth block has none, as in Llama 4 and SmolLM3. This makes a difference from four blocks on.',
  'attend.stack.pattern.windowed':
    'Three of four blocks have positions and a sliding window; the fourth sees every key before it and has none, as in Command A and EXAONE 4. All are causal here, whatever the mask.',
  'attend.stack.pattern.first':
    'Only the first block has positions; the others get what it has made of them.',
  'attend.stack.bare': 'The block shown has none.',
  'attend.stack.moved':
    'How far the state of a token moves when the tokens come in another order, after each block (mean of 1 − cos): what the stream still knows of positions and of the mask.',
  'attend.stack.none':
    'This scheme puts no position vectors into the residual stream, so there are none to be found in it.',
  'attend.stack.input': 'input',
  'attend.stack.own': 'its own position',
  'attend.stack.others': 'other positions',
  'attend.stack.axis': 'Cosine with the position vector, before the first block and after each',
  'attend.stack.figure':
    'Cosine of the residual stream with the position vectors, block by block: {values}',
  'attend.stack.result': 'The cosine goes from {first} at the input to {last} after block {depth}.',
  'attend.channelMap': '{stage}. Arrow keys move the row and the channel, Enter holds them.',
  'attend.how': 'How this number came about',
  'attend.how.pair': '“{query}” ({row}) asks “{key}” ({column})',
  'attend.how.cell': '“{query}” ({row}), channel {channel}',
  'attend.how.query': 'query',
  'attend.how.key': 'key',
  'attend.how.value': 'value',
  'attend.how.product': 'product',
  'attend.how.joined': 'all heads',
  'attend.how.hidden': 'ReLU(r W₁)',
  'attend.how.softmax': 'softmax',
  'attend.how.sum': 'sum {value}',
  'attend.how.root': '÷ √{root} = {value}',
  'attend.how.scale': '× {scale} = {value}',
  'attend.how.plus': '+ bias {bias}',
  'attend.how.less': '− bias {bias}',
  'attend.how.temperature': '÷ temperature {temperature}',
  'attend.how.coldest': 'temperature 0',
  'attend.how.masked': 'masked: −∞',
  'attend.how.exact': 'float64 {value}',
  'attend.how.apart': 'difference {difference}',
  'attend.how.weight': 'weight {value}',
  'attend.how.elements': 'Terms of the product. Arrow keys move along them.',
  'attend.how.none': 'none chosen',
  'attend.how.element': 'Channel {channel}: {a} × {b} = {value}',
  'attend.how.keyElement': '{key}: {a} × {b} = {value}',
  'attend.how.from.scores':
    'The dot product of row {row} of Q and row {column} of K, divided by √d.',
  'attend.how.from.product':
    'The dot product of row {row} of Q and row {column} of K, scaled as this scheme does it.',
  'attend.how.from.bias': 'What the scheme adds where key − query is {offset}.',
  'attend.how.from.hidden': 'The mask hides {column} from {row}.',
  'attend.how.from.biased': 'Cell ({row}, {column}) of the scores plus the same cell of the bias.',
  'attend.how.from.logits': 'Cell ({row}, {column}) of the scores; the mask does not hide it.',
  'attend.how.from.weights': 'Softmax of row {row} of the logits, at column {column}.',
  'attend.how.from.tokens':
    'The vector of the token in row {row}, the same wherever the token stands.',
  'attend.how.from.table': 'Row {row} of the table, channel {channel}, times the gain.',
  'attend.how.from.add': 'Row {row} of X plus row {row} of P, channel {channel}.',
  'attend.how.from.concat': 'Row {row} of X and row {row} of P side by side, channel {channel}.',
  'attend.how.from.multiply': 'Row {row} of X times row {row} of P, channel {channel}.',
  'attend.how.from.alone': 'Row {row} of X itself, channel {channel}: no table is added.',
  'attend.how.from.projected': 'Row {row} of {from} times column {channel} of {matrix}.',
  'attend.how.from.turned':
    'Row {row} of {from} times {matrix}; then the pair that channel {channel} belongs to is turned by {angle} rad.',
  'attend.how.from.mixed': 'Row {row} of the weights times column {channel} of V.',
  'attend.how.from.mixedMore':
    'Row {row} of the weights times column {channel} of V, plus what the scheme adds to the values.',
  'attend.how.from.attended':
    'Row {row} of all heads side by side (this head is shown above) times column {channel} of the output matrix.',
  'attend.how.from.residual':
    'Row {row} of {from} plus row {row} of the joined heads, minus the mean, divided by the standard deviation.',
  'attend.how.from.trained':
    'Row {row}, channel {channel} of the trained encoder. Between its stages there are also normalisations and biases.',
  'attend.how.from.output':
    'Row {row} of ReLU(r W₁) times column {channel} of W₂, plus the residual r, then normalised.',
  'how.ways': 'How the number is told',
  'how.words': 'words',
  'how.formula': 'formula',
  'how.code': 'NumPy',
  'how.code.all': 'all lines',
  'how.code.title': 'This number in NumPy',
  'how.code.copy': 'Copy',
  'how.code.copied': 'The lines are copied.',
  'how.code.notCopied': 'The browser did not allow copying; select the lines and copy them.',
  'how.code.none': 'The page does not work this number out line by line.',
  'how.says.sine':
    'At position {position}, “{token}”, the hand of pair {pair} stands at {angle} rad; channel {channel} is its sine, {value}.',
  'how.says.cosine':
    'At position {position}, “{token}”, the hand of pair {pair} stands at {angle} rad; channel {channel} is its cosine, {value}.',
  'how.says.channel':
    'Channel {channel} of the vector for position {position}, “{token}”, is {value}.',
  'how.says.bias':
    'Head {head} adds {value} to the score of a key at offset {offset} from the query.',
  'how.says.relative':
    'The vector for offset {offset} has {value} in channel {channel}; queries are compared with it.',
  'how.says.counted':
    'The vector for count {count} has {value} in channel {channel}; queries are compared with it.',
  'how.says.cosineOf':
    'The vectors of positions {row} and {column} have a cosine of {value}: 1 is the same direction, 0 a right angle.',
  'how.says.dot':
    'Multiplied channel by channel and summed, the vectors of positions {row} and {column} give {value}.',
  'how.says.turned':
    'From position {row} to {column} each pair turns by an angle of its own; their cosines have a mean of {value}.',
  'how.says.equal': 'Nothing tells positions apart, so every two are equally alike.',
  'how.says.added':
    'When “{query}” ({row}) asks “{key}” ({column}), the scheme adds {value} to their score.',
  'how.says.weight':
    'Of the {count} words it may look at, “{query}” ({row}) gives “{key}” ({column}) {share} of its attention.',
  'how.says.weightAlone': '“{query}” ({row}) gives “{key}” ({column}) {share} of its attention.',
  'how.says.hidden':
    'The mask hides “{key}” ({column}) from “{query}” ({row}), so it gets nothing.',
  'how.says.score':
    'The query of “{query}” ({row}) and the key of “{key}” ({column}) match with a score of {value}.',
  'how.says.logit':
    'All told, “{query}” ({row}) rates “{key}” ({column}) {value}; softmax turns such ratings into shares.',
  'how.says.result': '{source} That makes {value}.',
  'attend.parts': 'What the score is made of',
  'attend.parts.cc': 'content · content',
  'attend.parts.cp': 'content · position',
  'attend.parts.pc': 'position · content',
  'attend.parts.pp': 'position · position',
  'attend.parts.score': 'content: q · k, scaled',
  'attend.parts.bias': 'position: bias',
  'attend.parts.here': 'here',
  'attend.parts.share': 'of the row',
  'attend.parts.shareOf': 'Mean absolute value over the keys that this query sees',
  'attend.parts.sum': 'Sum {sum}; score before bias and mask {whole}; difference {difference}.',
  'attend.parts.biased': 'Sum {sum}; logit {whole}; difference {difference}.',
  'attend.parts.hidden': 'Sum {sum}; the mask makes it −∞.',
  'attend.parts.pairs':
    'Each pair of channels turns at its own frequency and contributes its share of q · k.',
  'attend.parts.pair':
    'Pair {pair}: query and key are turned {angle} rad apart; it contributes {value}.',
  'attend.parts.pairsLabel': 'Pairs of channels by frequency. Arrow keys move along them.',
  'attend.parts.fast': 'first pair',
  'attend.parts.slow': 'last pair',
  'attend.parts.contentAlone': 'Content only: no position enters this score.',
  'attend.parts.multiplied':
    'Tokens are multiplied by the table, so content and position can no longer be separated.',
  'attend.parts.trained':
    'In the trained encoder, a normalisation mixes content and position before the product, so its scores cannot be split into these parts.',
  'attend.parts.long': 'The four terms are computed for up to 512 tokens.',
  'attend.parts.scale': 'One scale for all four, from −{largest} to {largest}.',
  'attend.parts.summed': 'They sum to the scores: largest difference {difference}.',
  'attend.parts.notSummed': 'Whether they sum to the scores is checked for up to {longest} tokens.',
  'attend.heads': 'Heads',
  'attend.heads.one': 'Head {head}',
  'attend.heads.keys': 'Heads. Arrow keys preview a head, Enter selects it.',
  'attend.heads.preview': 'Preview of head {head}',
  'attend.heads.long':
    'Up to 512 tokens, all heads are shown together; with {length}, one head at a time.',
  'attend.marginal.key':
    'How much attention each key receives: its mean weight over the queries that see it',
  'attend.marginal.key.short': 'received',
  'attend.marginal.query':
    'How widely each query spreads its attention: dark is the entropy of its weights, pale the largest possible',
  'attend.marginal.query.short': 'entropy',
  'attend.marginal.bits': '{bits} bits',
  'attend.marginal.unseen': 'unseen',
  'attend.marginal.blind': 'sees no key',
  'attend.marginal.none': 'not a number',
  'attend.arcs.map':
    'Weights as arcs from queries (left) to keys (right). Arrow keys move the query and the key, Enter holds them.',
  'attend.arcs.says':
    'Dark: weights of the chosen query, {strong} or more. Pale: the {count} largest weights of all, {least} or more.',
  'attend.arcs.long':
    'Arcs can be told apart up to {most} tokens; with more, only the matrix is drawn.',
  'attend.cheaper.what':
    'The same pass with fewer bits per number, with a window, or with half of the table: what it costs, and how far its attention is from that in float32.',
  'attend.cheaper.counted':
    'Bytes and multiplications are counted for the whole text and all blocks, without softmax, normalisation and the products that the mask hides. Differences are those of the head shown, over all queries and keys.',
  'attend.cheaper.take': 'Use these numbers in the maps',
  'attend.cheaper.back': 'The maps use {precision}. Back to float32',
  'attend.cheaper.way': 'Variant',
  'attend.cheaper.bytes': 'table + weights',
  'attend.cheaper.products': 'multiplications',
  'attend.cheaper.largest': 'largest |\u2060Δ\u00a0weight|',
  'attend.cheaper.mean': 'mean |\u2060Δ\u00a0weight|',
  'attend.cheaper.whole': 'float32',
  'attend.cheaper.float16': 'float16',
  'attend.cheaper.bfloat16': 'bfloat16',
  'attend.cheaper.int8': 'int8',
  'attend.cheaper.int4': 'int4',
  'attend.cheaper.window': 'float32, window of {window}',
  'attend.cheaper.slow': 'float32, slow half of P',
  'attend.cheaper.fast': 'float32, fast half of P',
  'attend.cheaper.map': '|Δ weight|, {name}',
  'attend.cheaper.mapOf':
    'Difference of the attention weights with {name}, for all queries and keys; the largest is {largest}',
  'attend.cheaper.scale': '{zero} to {largest}; rows are queries, columns are keys',
  'attend.longer.what':
    'The same pass on longer texts: does the same distance still mean the same there?',
  'attend.longer.similarity': 'positions only',
  'attend.longer.logits': 'logits',
  'attend.longer.weights': 'attention',
  'attend.longer.similarity.says':
    'Similarity of positions, or the bias, at each distance; no words are involved.',
  'attend.longer.logits.says': 'Mean score at each distance, in the head shown, before the mask.',
  'attend.longer.weights.says': 'Mean weight at each distance back, in the head shown.',
  'attend.longer.times': '× {factor}',
  'attend.longer.stop': 'Stop',
  'attend.longer.on': 'Continue',
  'attend.longer.done': '{done} of {all} passes done; the longest has {length} positions.',
  'attend.longer.fits': 'Texts of more than {length} positions do not fit on this device.',
  'attend.longer.mine': '{scheme}, from {length} positions up',
  'attend.longer.rope': 'RoPE at {length} positions, with each kind of context scaling',
  'attend.longer.figure': 'Mean at each distance, for each length',
  'attend.longer.noRow': 'no row',
  'attend.longer.noRow.says':
    'This table has {rows} rows. After the last one there is nothing to look up, so nothing is drawn.',
  'attend.longer.untrained':
    'Before training a table can be drawn at any length. A trained table ends with its last row (BERT’s has 512).',
  'attend.longer.distance': 'distance query − key',
  'attend.longer.unscaled': 'grey: not scaled',
  'conventions.what':
    'Papers and code write some schemes in more than one way. Here both ways are computed on the current tokens and weights, and compared.',
  'conventions.none': 'This scheme is written in only one way. Schemes with two: {names}.',
  'conventions.positions': 'position map',
  'conventions.similarity': 'similarity, or bias',
  'conventions.open': 'attention, no mask',
  'conventions.causal': 'attention, causal mask',
  'conventions.asItStands': 'unchanged',
  'conventions.permuted': 'permuted',
  'conventions.headPermuted': 'W_q, W_k permuted',
  'conventions.backwards': 'reversed',
  'conventions.identical': 'identical: largest difference {largest}',
  'conventions.different': 'not identical: they differ by {largest} at {row} → {column}',
  'conventions.order': 'Channel order: {order}',
  'conventions.table': 'What the two ways have in common',
  'article.what':
    'An introductory Chinese article on position embeddings makes these claims. Each is corrected first; the links open maps that show it.',
  'article.claim': 'The article claims (§{section}): “{claim}”',
  'article.links': 'The article is 《大语言模型原理基础与前沿 位置嵌入》; § gives its section.',
  'distance.what':
    'One number per distance between key and query: the mean along that diagonal of the map. The band reaches from the smallest value to the largest.',
  'distance.of': 'Map',
  'distance.similarityDiagonals': 'similarity',
  'distance.logitDiagonals': 'logits of the head',
  'distance.brush': 'Drag across the figure to mark those diagonals in the maps.',
  'distance.constant': 'Every diagonal is constant: values on it differ by at most {spread}.',
  'distance.varies':
    'Distance is not all that counts: at offset {offset}, values differ by {spread}.',
  'distance.figure': 'Mean, smallest and largest value for each offset key − query',
  'distance.figures': 'The mean for each offset key − query, one curve for each scheme',
  'pairs.none': 'There are no positions here, so nothing turns with them.',
  'pairs.additive':
    'Nothing turns here: the channels of {scheme} do not form pairs of a sine and a cosine with the same frequency. Those of sinusoidal and rotary encodings do.',
  'pairs.custom':
    'The page does not look for pairs of channels in your own formula. Sinusoidal and rotary encodings state theirs.',
  'pairs.bias':
    'Nothing turns here: {scheme} gives positions no vectors; it adds a number to the scores. Sinusoidal and rotary encodings have pairs of channels that turn.',
  'pairs.contextual':
    'Nothing turns here: the vectors of {scheme} belong to distances or counts, not to positions. Sinusoidal and rotary encodings have pairs of channels that turn.',
  'clocks.what':
    'One hand per pair of channels. With each position every hand turns by its own angle; together the hands tell the position, as those of a clock tell the time.',
  'clocks.fast': 'one full turn or more',
  'clocks.middle': 'in between',
  'clocks.slow': 'less than a quarter turn',
  'clocks.result':
    'Hands that make a full turn within the text: {count} of {pairs}. The slowest turns by {degrees}°.',
  'clocks.play': 'Play',
  'clocks.pause': 'Pause',
  'clocks.step': 'Next position',
  'clocks.drag': 'Drag a hand to move through the positions.',
  'clocks.figure': 'The position, shown by the hands',
  'clocks.at': 'position {position}, “{token}”',
  'clocks.dial':
    'Pair {pair}, channels {first} and {second}: one turn every {period} positions. At position {position} it points to {degrees}°.',
  'clocks.dialAxis':
    'Pair {pair}, channels {first} and {second}: one turn every {period} steps along its axis. At position {position} it points to {degrees}°.',
  'clocks.still':
    'Pair {pair}, channels {first} and {second}: it does not turn within this text. It points to {degrees}°.',
  'clocks.pointAt': 'Point at a dial to read it.',
  'clocks.every': 'For lack of room, one pair in {every} is shown; there are {pairs}.',
  'wavelengths.what':
    'One stem per pair: it stands at its wavelength, and is as tall as the hands at query and key point apart.',
  'wavelengths.result':
    'Pairs that tell positions {m} and {n} apart (difference above 0.1): {count} of {pairs}.',
  'wavelengths.same':
    'Query and key are both at position {position}; point at two different positions to compare them.',
  'wavelengths.slowest':
    'The slowest pair needs {period} positions for one turn; the text uses {share} of it.',
  'wavelengths.slowestRound':
    'The slowest pair needs {period} positions for one turn; within the text it makes {turns} turns.',
  'wavelengths.slowestAxis': 'The slowest pair needs {period} steps for one turn.',
  'wavelengths.still': 'Pairs that do not turn within this text: {count}.',
  'wavelengths.quick':
    'Pairs with a period below 2 positions: {count}. At whole positions they look slower than they are.',
  'wavelengths.axes':
    'Positions have {axes} axes here, and each pair turns along one of them: circles are the first axis, squares the second, triangles the third.',
  'wavelengths.point': 'Point at a stem to see its channels in the map.',
  'wavelengths.figure': 'Pairs of channels by wavelength',
  'wavelengths.pair': 'pair {pair}: period {period}, difference {difference}',
  'wavelengths.pairStill': 'pair {pair}: does not turn',
  'wavelengths.axis': 'positions per turn',
  'wavelengths.axisSteps': 'steps per turn',
  'wavelengths.difference': 'difference',
  'wavelengths.length': 'length {length}',
  'wavelengths.end': 'start + length {end}',
  'shift.what':
    'One matrix takes the vector of any position to the vector k positions later, the same matrix for all positions. It turns each pair of channels by k times its frequency.',
  'shift.rotary':
    'No vector is added here: position p turns queries and keys by R(p), and position p + k by R(p) and then R(k). The operator is the rotation itself, applied here to r(p), the cosines and sines of the map.',
  'shift.k': 'k, positions later',
  'shift.result': '{moved} and {there} differ by at most {residual}.',
  'shift.inside':
    'Both vectors are rows of the map, read from the GPU; the matrix is computed in float64.',
  'shift.outside':
    'Position {position} is outside the text: its vector is computed by the formula in float64, the other is read from the GPU.',
  'shift.thisLength':
    'The matrix holds only for length {length}: the frequencies depend on the length of the text.',
  'shift.scales':
    'Each pair also grows or shrinks by a fixed factor per step, so k steps multiply by it k times.',
  'shift.first':
    'The first {shown} of {width} channels are drawn; the difference is over all channels.',
  'shift.figure':
    'The matrix, the vector before and after it, the vector at the target position, and the difference',
  'shift.difference': 'difference',
  'shift.zero': 'Channel {channel} is zero at every position.',
  'shift.channel': 'Channel {channel}',
  'shift.most': 'at most {k}',
  'shift.no.none':
    'There is no operator: the scheme has no position vectors that could be shifted.',
  'shift.no.bias':
    'There is no operator, and none is needed: {scheme} gives positions no vectors to shift; it adds a number to the scores.',
  'shift.no.contextual':
    'There is no operator: the vectors of {scheme} belong to distances or counts, not to positions, so there is nothing to shift.',
  'shift.no.axes':
    'There is no operator for k positions: positions form a grid here, and the next position is either one step along the row or a jump to the next row. For a step along one axis there is an operator.',
  'shift.no.learned':
    'The scheme gives no operator: each row is a vector of its own, and no rule leads from one row to the next. A matrix could at best memorise these rows.',
  'shift.no.digits':
    'No matrix does it for every k: adding carries from digit to digit, and a carry depends on all lower digits at once. That is not linear.',
  'shift.no.gray':
    'No matrix does it for every k: one digit flips per step, but which one depends on all the others together. That is not linear.',
  'shift.no.custom':
    'The page does not look for an operator in your own formula. There is one if its channels are sines and cosines in pairs of the same frequency.',
  'shift.no.sine':
    'No matrix does it for every k: channel {channel} is a sine without its cosine, and sin (p + k)ω needs both sin pω and cos pω.',
  'shift.no.cosine':
    'No matrix does it for every k: channel {channel} is a cosine without its sine, and cos (p + k)ω needs both cos pω and sin pω.',
  'shift.no.line':
    'No matrix does it: channel {channel} grows with the position; each step adds a number, and a matrix can only multiply.',
  'collisions.what':
    'The line shows how far the vector of each position is from the nearest other one. Where it falls to zero, two positions cannot be told apart.',
  'collisions.near':
    'Nearest: positions {first} “{firstToken}” and {second} “{secondToken}”, {distance} apart.',
  'collisions.collide':
    'Positions {first} “{firstToken}” and {second} “{secondToken}” collide: the same vector, number for number.',
  'collisions.numbers': '{backend}: {gpu}; float64: {exact}.',
  'collisions.asNear': 'Positions with a neighbour this near (to five digits): {count} of {total}.',
  'collisions.allNear': 'Every position has a neighbour this near (to five digits).',
  'collisions.shared': 'Positions that share their vector with another: {count} of {total}.',
  'collisions.allShared': 'Every position shares its vector with another.',
  'collisions.compared': 'The first {count} positions were compared.',
  'collisions.go': 'Show this pair in the maps',
  'collisions.figure': 'Distance of each position to the nearest other position, logarithmic scale',
  'collisions.alone': 'A single position cannot collide. Make the text longer.',
  'collisions.none': 'There are no position vectors here: all {length} positions collide.',
  'collisions.bias':
    '{scheme} gives positions no vectors that could collide, but distances can. In head {head}, {offsets} offsets share {distinct} different biases, and offsets with the same bias cannot be told apart.',
  'collisions.contextual':
    'The vectors of {scheme} belong to distances or counts, not to positions, so no two positions can collide here.',
  'precision.what':
    'The same waves computed in {count} ways, each compared with float64. The bold number is the largest error.',
  'precision.start': 'Start at position',
  'precision.loses':
    'From position {start} on, float32 angles are off by up to {float32}, those of this page by {own}: {digits} digits are lost.',
  'precision.keeps':
    'From position {start} on, float32 angles are off by up to {float32}, those of this page by {own}.',
  'precision.part': 'Positions {from} to {to}, {channels} channels.',
  'precision.own': 'this page',
  'precision.plain': '{backend}’s sin',
  'precision.float32': 'float32 angle',
  'precision.bfloat16Ids': 'bfloat16 positions',
  'precision.float16Ids': 'float16 positions',
  'precision.bfloat16Angles': 'bfloat16 angle',
  'precision.float16Angles': 'float16 angle',
  'precision.figure': '{method}: the largest error is {largest}',
  'precision.here': 'at the crosshair',
  'precision.ids': 'distinct: {count} of {rows}',
  'precision.broken': 'not a number: {share}',
  'precision.scale': 'error, logarithmic scale',
  'precision.nan': 'not a number: beyond 65,504, the limit of float16',
  'precision.within':
    'Digits are lost where position × frequency is large. {scheme} counts within each text or along several axes, so this view does not apply.',
  'precision.none':
    'Digits are lost in the sines and cosines of large angles. {scheme} has no such pairs, so this view does not apply.',
  'trajectory.what':
    'Each position is a point in the space of channels, seen from the direction in which the points spread most. All axes have the same scale; the line connects the positions in order.',
  'trajectory.result':
    'The first three components explain {share} of the variance: {first}, {second} and {third}.',
  'trajectory.still': 'All positions shown have the same vector, so there is no path.',
  'trajectory.position': 'position {position}',
  'trajectory.turn': 'Turn',
  'trajectory.tilt': 'Tilt',
  'trajectory.flat': 'Components 1 and 2',
  'trajectory.deep': 'Components 1, 2 and 3: drag to turn',
  'trajectory.none': 'There are no position vectors here: all positions would be one point.',
  'trajectory.bias':
    '{scheme} gives positions no vectors that could be projected; it adds a number to the scores.',
  'trajectory.contextual':
    'The vectors of {scheme} belong to distances or counts, not to positions, so positions have no path here.',
  'spectrum.what':
    'How the variance along the positions is distributed over periods: this table above the axis, sinusoids of the same width below.',
  'spectrum.still': 'All positions shown have the same vector, so nothing varies along them.',
  'spectrum.peaks': 'Periods that stand out, in positions: {periods}.',
  'spectrum.even': 'No period stands out.',
  'spectrum.orMore': '≥ {period}',
  'spectrum.component': 'Component',
  'spectrum.share': 'of the variance',
  'spectrum.period': 'strongest period',
  'spectrum.purity': 'of its power',
  'spectrum.rows':
    'Computed from {rows} positions, starting at {first}. Two components with the same period go round a circle together; a circle and a straight line would make a helix.',
  'spectrum.pick': 'Period',
  'spectrum.at': '{period}: {own} here, {sinusoids} for sinusoids',
  'spectrum.figure': 'Share of the variance at each period',
  'spectrum.axis': 'period, in positions',
  'spectrum.sinusoids': 'sinusoids of the same width',
  'spectrum.none':
    '{scheme} gives positions no vectors, so there is nothing to follow from position to position.',
  'control.family.none': 'No positions',
  'control.family.additive': 'Added to the tokens',
  'control.family.rotary': 'Turning queries and keys',
  'control.family.bias': 'Added to the scores',
  'control.family.contextual': 'Depending on content',
  'picker.title': 'Choose an encoding',
  'picker.search': 'Search',
  'picker.placeholder': 'Search by name, author, year or idea',
  'picker.all': '{count} encodings',
  'picker.found': '{count} of {total} encodings',
  'picker.nothing':
    'No encoding matches “{query}”. Try a name, an author, a year or a word from its description, in English or Chinese.',
  'picker.keys': 'Arrow keys move, Enter chooses, Esc closes.',
  'files.empty': 'The file is empty: it has 0 bytes.',
  'files.unknown': 'This is neither a .safetensors nor an .npy file.',
  'files.zip': 'This is a zip archive, such as .npz or .pt. Open a .safetensors or an .npy file.',
  'files.pickle':
    'This is a Python pickle; opening it could run code. Open a .safetensors or an .npy file.',
  'files.lfs': 'This is only the Git LFS pointer to the file. Download the file itself.',
  'files.page': 'This is a web page, not a file of tensors.',
  'files.stalled':
    '{name} sent nothing, or almost nothing, for {seconds} seconds, so reading was stopped. Try again.',
  'files.stopped': '{name} stopped after {got} of {wanted} bytes. Try again.',
  'files.more': '{name} sent more than the {wanted} bytes asked for, so its answer was not used.',
  'files.changed': 'The file at {name} changed while it was being read. Open it again.',
  'files.address': '“{address}” is not an address that begins with https:// or http://.',
  'files.unreachable': '{host} cannot be reached, or does not let this page read from it.',
  'files.absent': '{host} has no such file, or shows it only after signing in (status {status}).',
  'files.status': '{host} did not send the file (status {status}).',
  'files.noranges':
    '{host} can send only whole files, so nothing was read. Download the file and open it from disk.',
  'files.nosize': '{host} does not say how large the file is. Download it and open it from disk.',
  'files.range': '{host} sent a different part of the file from the one asked for.',
  'files.redirect':
    '{host} redirected to {other}, a host that you did not name. The answer was not read.',
  'files.header.beyond':
    'The header says that it has {length} bytes, but the whole file has {size}.',
  'files.header.huge':
    'The header says that it has {length} bytes; this page reads at most {most}.',
  'files.header.json': 'The header of the file is damaged: it is not a JSON object.',
  'files.header.twice':
    'The header of the file is damaged: it has “{name}” twice, which the format forbids.',
  'files.name': 'A tensor in the file has a name of {length} characters; at most {most} are read.',
  'files.metadata': 'The header of the file is damaged: __metadata__ must contain only texts.',
  'files.entry':
    'The header of the file is damaged: “{name}” lacks a type, a shape or its two offsets.',
  'files.outside': '“{name}” should end at byte {end}, but the file has only {size}.',
  'files.overflow': '“{name}” would have more values than can be counted.',
  'files.bytes': '“{name}” has {bytes} bytes, but its shape needs {needed}.',
  'files.overlap': '“{first}” and “{second}” overlap in the file.',
  'files.hole': '{bytes} bytes before “{name}” belong to no tensor.',
  'files.tail': '{bytes} bytes at the end of the file belong to no tensor.',
  'files.none': 'The file contains no tensors.',
  'files.many': 'The file has {count} tensors; at most {most} are read.',
  'files.header.slow':
    'Reading the header of this file took longer than {seconds} seconds, so it was stopped.',
  'files.heavy': 'This file needs more memory than the browser gives it; it was stopped.',
  'files.thread':
    'The part of this page that reads files could not be loaded. Reload the page and try again.',
  'files.dtype': '“{name}” is stored as {dtype}, a type that this page does not read.',
  'files.large': '“{name}” has {count} values; at most {most} can be read at once.',
  'files.npy.version': 'This is version {version} of the .npy format; versions 1 to 3 are read.',
  'files.npy.header': 'The header of the .npy file is damaged.',
  'files.npy.objects':
    'The array contains pickled Python objects; opening them could run code. Save it as numbers.',
  'files.npy.records':
    'The array contains records with several fields. Save one field as an array of its own.',
  'files.npy.length': 'The shape needs {needed} bytes of values, but the file has {bytes}.',
  'files.missing': 'There is no “{name}” in the file.',
  'files.misshapen': '“{name}” has the shape {found}; {wanted} was expected.',
  'files.id':
    'Token {id} is not in the vocabulary, which has {vocabulary} tokens; ids count from 0.',
  'files.ids': 'There are {count} tokens, but the table has only {positions} positions.',
  'files.tokenizer.json': 'This is not a tokenizer.json of the Hugging Face library.',
  'files.tokenizer.step':
    'This tokenizer has a step that this page cannot run (“{step}”), so its ids would be wrong. WordPiece as in BERT and byte-level BPE as in GPT-2 work.',
  'files.tokenizer.number':
    '“{what}” of this tokenizer is {found}; this page takes at most {most}.',
  'files.tokenizer.many':
    '“{what}” of this tokenizer has {count} entries; this page takes at most {most}.',
  'files.tokenizer.long':
    'In “{what}” of this tokenizer there is a text of {length} characters; this page takes at most {most}.',
  'files.tokenizer.slow':
    'Reading this tokenizer took longer than {seconds} seconds, so it was stopped.',
  'files.tokenizer.slow.text':
    'Cutting this text into tokens took longer than {seconds} seconds, so it was stopped. Try a shorter text, or type ids.',
  'files.tokenizer.large': 'This tokenizer.json has {bytes} bytes; at most {most} are read.',
  'files.hub.model': '“{model}” cannot be the name of a model; names look like owner/name.',
  'files.hub.revision': '“{revision}” cannot be a branch, tag or commit.',
  'files.hub.file': '“{file}” cannot be opened here: the name must end in .safetensors or .npy.',
  'files.table.rows': 'As in {family}: {rows} rows of {columns} channels; row 0 is position 0.',
  'files.table.offset':
    'As in {family}: {rows} rows of {columns} channels. Position 0 is row {firstRow}; the rows before it are not positions.',
  'files.table.grid':
    'As in {family}: {rows} rows of {columns} channels, {side} × {side} patches of an image. The first patch is row {firstRow}.',
  'model.what':
    'A real pretrained encoder, Universal Sentence Encoder Lite: two layers of four heads, trained with sinusoidal positions. All numbers below are computed from your sentence.',
  'model.seeded': 'The current weights are random, made from the seed.',
  'model.seeded.back': 'Use the trained weights',
  'model.sentence': 'Your sentence',
  'model.pieces': 'Tokens and their ids in the vocabulary',
  'model.count': 'Tokens in the encoder’s vocabulary: {count}.',
  'model.cut': 'The text has {count} tokens; the encoder takes the first {kept}.',
  'model.unknown': 'Not in the vocabulary: {count}; they get id 0.',
  'model.unknown.all':
    'Nothing here is in the vocabulary. The encoder gets the same unknown token, id 0, for all of it.',
  'model.surgery': 'Positions',
  'model.surgery.trained': 'As trained',
  'model.surgery.off': 'Off',
  'model.surgery.circle': 'Circle',
  'model.surgery.formula': 'Own formula',
  'model.surgery.other': 'any scheme',
  'model.changes': 'Compared with the trained positions',
  'model.changes.attention': 'largest |Δ attention|, all heads',
  'model.changes.cosine': 'cosine of the sentence vectors',
  'model.changes.vector': 'largest |Δ| of the sentence vector',
  'model.head': 'layer {layer}, head {head}',
  'model.change': 'Δ attention',
  'model.change.what': 'minus as trained',
  'model.read': 'weight {weight} · as trained {trained} · Δ {change}',
  'model.heads.what': 'One row per layer; % = explained by distance',
  'model.heads.keys': 'Heads of both layers. Arrow keys move, Enter shows one large.',
  'model.heads.one': '{name}: {share} explained by distance',
  'model.heads.found': 'Positional heads, at least {least}: {heads}.',
  'model.heads.short':
    'With fewer than {least} tokens, positional heads cannot be told from chance.',
  'model.heads.none': 'No head reaches {least}.',
  'model.heads.between': '; ',
  'model.heads.measure':
    'The percentage (R²) is the share of the variance of a head’s weights that is explained by their mean at each offset, key − query. Random weights would give {chance}.',
  'model.offsets': 'Mean weight at each offset, key − query',
  'model.inside': 'Inside the encoder',
  'model.timing': 'Positions, added once',
  'model.stream.0': 'Residual stream before layer 1',
  'model.stream.1': 'after layer 1',
  'model.stream.2': 'after layer 2',
  'model.vector': 'Sentence vector',
  'model.shape': '{rows} × {columns}',
  'model.loading': 'Downloading the weights: {done} of {total} MB',
  'model.starting': 'Downloading the weights…',
  'model.cancel': 'Stop',
  'model.retry': 'Try again',
  'model.cancelled': 'The download was stopped. It continues from there when you try again.',
  'model.failed': 'The trained encoder could not be loaded.',
  'model.empty': 'There is nothing to encode. Type a sentence.',
  'model.download.missing': 'The server does not have “{file}” of the model (status {status}).',
  'model.download.broken':
    'The connection failed before “{file}” of the model was complete. Check the network and try again.',
  'model.download.short': 'Only {bytes} of the {expected} bytes of “{file}” arrived. Try again.',
  'model.download.damaged':
    '“{file}” is not the file of this model: it is damaged, or the server has a different one. Try again.',
  'model.download.stalled':
    'Nothing of “{file}” arrived for {seconds} seconds. Check the network and try again.',
  'pairs.title': 'The same words in another order',
  'pairs.what':
    'Each pair has the same words, and so the same tokens, in two orders. The cosine of the two sentence vectors says how alike the encoder finds them.',
  'pairs.rule':
    'A pair is called order-blind only if its cosine is 1 and its vectors agree in every channel, both within {tolerance}.',
  'pairs.pair': 'Pair',
  'pairs.cosine': 'Cosine',
  'pairs.trained': 'as trained',
  'pairs.off': 'no positions',
  'pairs.now': 'now',
  'pairs.blind': 'order-blind',
  'pairs.blindCount': 'Order-blind',
  'pairs.count': '{count} of {all}',
  'pairs.difference': 'Largest difference',
  'pairs.result.now':
    'Now, with {scheme}: cosines from {least} to {most}; {blind} of {all} pairs are order-blind.',
  'pairs.own.first': 'First sentence',
  'pairs.own.second': 'The same words in another order',
  'pairs.own.same': 'These are the same tokens in the same order.',
  'pairs.own.other':
    'These two do not have the same tokens, so their vectors can differ even without positions. Only the first has: {first}. Only the second has: {second}.',
  'pairs.own.cut': 'Only the first 128 tokens of a sentence are read.',
  'pairs.nothing': 'nothing',
  'own.title': 'Open your own file',
  'own.what':
    'A .safetensors or .npy file, from disk or from the Hugging Face Hub. Only its header and one table are read, and nothing leaves this page.',
  'own.choose': 'Choose a file…',
  'own.drop': 'or drop one here',
  'own.hub': 'Model on the Hub',
  'own.fetch': 'Fetch',
  'own.hub.when': 'huggingface.co is asked only when you press Fetch.',
  'own.asking': 'Waiting for {name}…',
  'own.others':
    'Not read: {names}. One file of tensors and its tokenizer.json can be opened at a time.',
  'own.reading': '{name}: {amount}',
  'own.bytes': '{read} of {size} read',
  'own.stop': 'Stop',
  'own.file': 'File',
  'own.from.disk': '{name}, from disk',
  'own.from.hub': '{name}, from the Hugging Face Hub',
  'own.read': 'Bytes',
  'own.tensor': 'Tensor',
  'own.noMatrix': 'No tensor in this file has rows and columns, so none can be a position table.',
  'own.unknown':
    'Its name does not say what its rows are. Row 0 is taken as position 0, and so on.',
  'own.firstRows': 'The first {count} rows are used.',
  'own.firstColumns': 'The first {count} channels are used.',
  'own.narrow': 'A single channel is not enough: the other rooms need two or more.',
  'own.show': 'Show in Encode',
  'own.search': 'Name contains',
  'own.pick': 'Tensors with rows and columns: {count} of {all}',
  'own.pick.none': 'choose one',
  'own.pick.more': 'The first {count} are listed.',
  'own.yours': 'this table',
  'own.sinusoids': 'sinusoids of the same width',
  'own.rows': 'The first {rows} positions, {columns} channels.',
  'own.bad':
    '{count} numbers in this table are not finite, so it has no components and no spectrum.',
  'own.map.table': 'Rows: {whose}',
  'own.map.similarity': 'Cosine of two rows: {whose}',
  'own.map.path': 'Path of the rows: {whose}',
  'own.map.keys': '{map}. Arrow keys move from cell to cell, Enter holds one.',
  'own.cell': 'position {row}, channel {column}: {value}',
  'own.pair': 'positions {row} and {column}: {value}',
  'own.shares': 'Components 1, 2, 3: {shares} of the variance',
  'own.noPath': 'No path',
  'own.turn': 'Turn the paths',
  'own.tokenizer': 'Tokens by {name}',
  'own.tokenizer.drop': 'Type ids instead',
  'own.tokenizer.aside':
    '{name} was opened for another file, so it is not used here. Open the tokenizer.json of this model, or type ids.',
  'own.tokenizer.again': 'Use it for this file too',
  'own.tokenizer.size':
    'This tokenizer has {size} ids and the file has {vocabulary}: it probably belongs to another model, where these ids stand for other tokens.',
  'own.tokenizer.kind':
    'This tokenizer cuts words as BERT does (WordPiece), but the file has the shape of GPT-2: its ids probably stand for other tokens here.',
  'own.attend': 'Its attention',
  'own.attend.what':
    'Same architecture as {shape}; number of layers: {layers}. To show a later layer, all earlier ones are read and run first. The file does not name its activation; GELU is used, as the authors do.',
  'own.attend.ids': 'Token ids',
  'own.attend.text': 'Text',
  'own.attend.how':
    'Separate ids by spaces or commas. To type words, also choose the model’s tokenizer.json.',
  'own.attend.go': 'Compute attention',
  'own.attend.empty': 'Type token ids: whole numbers, separated by spaces or commas.',
  'own.attend.long': 'Only the first {count} characters are read.',
  'own.attend.bad': '“{text}” is not a token id; ids are whole numbers from 0 up.',
  'own.attend.cut': 'The line was cut: it has {count} tokens, and the first {kept} are shown.',
  'own.attend.cut.closed':
    'The line was cut: it has {count} tokens; the first {first} and the closing {closing} are shown.',
  'own.attend.layer': 'Layer',
  'own.attend.heads': 'Heads',
  'own.attend.guess':
    'The file does not say how many heads there are; {heads} is a guess, with 64 channels each.',
  'own.attend.head': 'Head shown',
  'own.attend.map': 'Attention of layer {layer}, head {head}',
  'own.attend.cell': '“{query}” attends to “{key}”: {value}',
  'own.attend.causal': 'No token sees a later one.',
  'compare.difference': 'difference from the first',
  'stage.tokens': 'X',
  'stage.tokens.what': 'token vectors',
  'stage.tokens.says':
    'Each token is a vector; equal tokens have equal vectors, wherever they stand.',
  'stage.table': 'P',
  'stage.table.what': 'positions',
  'stage.table.says': 'The scheme gives each position a vector, whatever token stands there.',
  'stage.input': 'X + P',
  'stage.input.what': 'with positions',
  'stage.input.says':
    'The token vector and the position vector, combined, are the input of the block.',
  'stage.query': 'Q',
  'stage.query.what': 'queries',
  'stage.query.says':
    'Multiplied by the query matrix: what each token asks for, in the head shown.',
  'stage.key': 'K',
  'stage.key.what': 'keys',
  'stage.key.says': 'Multiplied by the key matrix: what each token answers to.',
  'stage.value': 'V',
  'stage.value.what': 'values',
  'stage.value.says':
    'Multiplied by the value matrix: what each token passes on when it is attended to.',
  'stage.scores': 'QKᵀ / √d',
  'stage.scores.what': 'scores',
  'stage.scores.says': 'The dot product of every query with every key: how well they match.',
  'stage.bias': 'bias',
  'stage.bias.what': 'added term',
  'stage.bias.says':
    'The scheme adds this to the scores, depending on distance, position or content.',
  'stage.logits': 'mask',
  'stage.logits.what': 'logits',
  'stage.logits.says': 'Hidden keys get −∞, which becomes weight 0.',
  'stage.weights': 'softmax',
  'stage.weights.what': 'weights',
  'stage.weights.says':
    'Each row sums to 1, unless it sees no key: this is how a query divides its attention.',
  'stage.mixed': '· V',
  'stage.mixed.what': 'mixed values',
  'stage.mixed.says':
    'In each row, the mean of the values, weighted by attention: what the head found.',
  'stage.attended': 'W_o',
  'stage.attended.what': 'heads joined',
  'stage.attended.says': 'All heads side by side, multiplied by the output matrix.',
  'stage.residual': '+ X, norm',
  'stage.residual.what': 'residual',
  'stage.residual.says':
    'The input of the block is added, then each row is normalised to mean 0 and variance 1.',
  'stage.output': 'feed-forward',
  'stage.output.what': 'block output',
  'stage.output.says':
    'Each token by itself passes through two matrices; the result is added and normalised again. This is the input of the next block.',
  'attend.parts.maps': 'Show four maps',
  'attend.form': 'How the weights are drawn',
  'attend.form.matrix': 'Matrix',
  'attend.form.arcs': 'Arcs',
  'attend.longer.of': 'Mean of',
  'attend.longer.upTo': 'Up to',
  'pairs.own': 'Your own pair',

  'present.line': 'Presenting',
  'present.started': 'Presenting. Escape ends it; the question mark lists the keys.',
  'present.screen': 'On the screen',
  'present.screen.room': 'Page',
  'present.screen.plate': 'Figure',
  'present.spotlight': 'Spotlight',
  'present.freeze': 'Frozen',
  'present.black': 'Black',
  'present.qr': 'QR code',
  'present.full': 'Full screen',
  'present.keys': 'Keys',
  'present.leave': 'End',
  'present.black.says': 'The screen is black. Any key or a click brings the page back.',
  'present.qr.title': 'This page on your phone',
  'present.qr.image': 'QR code of the link below',
  'present.qr.fine':
    'This link is long, so the squares are small and may not be readable from the back row. A shorter text makes them larger.',
  'present.pair': '“{a}” ({row}) and “{b}” ({column})',
  'present.place': '{rowAxis} {row}, {columnAxis} = {column}',
  'present.notes': 'Notes',
  'present.keys.notes': 'Notes in a second window',
  'present.notes.blocked':
    'The browser did not open the window of notes. Allow pop-up windows for this page, then press N again.',
  'notes.follows': 'Follows the presentation',
  'notes.waiting': 'No presentation has answered. Press P in the first window, then N.',
  'notes.ended':
    'The presentation has ended, or its window was closed. These notes go on when it begins again.',
  'notes.noLesson': 'Open a lesson in the first window: its notes appear here.',
  'notes.place': '{lesson} · step {step} of {steps}',
  'notes.next': 'Next',
  'notes.last': 'This was the last step.',
  'notes.aims': 'Aims',
  'notes.mistakes': 'Likely mistakes',
  'notes.turn': 'Steps of the lesson',
  'notes.back': 'Back',
  'notes.on': 'Next step',
  'notes.clock': 'Time presented',
  'notes.reset': 'Start at 0',
  'present.keys.title': 'Keys while presenting',
  'present.keys.screen': 'What is shown: the page, the figure, one map after the other',
  'present.keys.spotlight': 'Spotlight on the row under the crosshair',
  'present.keys.freeze': 'Freeze the controls, or let them move',
  'present.keys.black': 'Black screen; any key brings the page back',
  'present.keys.qr': 'QR code of what is shown',
  'present.keys.full': 'Full screen',
  'present.keys.keys': 'This list',
  'present.keys.leave': 'End presenting',
  'present.keys.hold': 'On a map: hold the cell, so that the spotlight stays',
  'present.keys.steps': 'Next and previous step of a lesson (also a clicker)',
} as const satisfies Record<string, string>;
