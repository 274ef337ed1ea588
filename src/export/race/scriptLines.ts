/** Of the race's script what is the same for every race: the model, as `compute/race/` has it, and its training. */

/** There already: the configuration, `normal` of seeded numbers. Leaves `Racer(encoding)`. */
export const modelLines = `@contextlib.contextmanager
def double():  # positions are computed in float64, whatever is learned in float32
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(torch.float32)


def learned(stream, rows, columns, deviation=1.0, first=0):
    values = normal(stream, rows, columns, deviation, first).astype(np.float32)
    return torch.from_numpy(values).to(device)


def matrix(name, rows, columns):  # variance 1/fan-in
    return torch.nn.Parameter(learned(name, rows, columns, 1 / math.sqrt(rows)))


def unlearned(given, *streams):  # normal() for an encoding that does not learn some of its numbers
    def draw(stream, rows, columns, deviation=1.0, first=0, dtype=np.float32, start=None):
        if stream not in streams:
            return given(stream, rows, columns, deviation, first, start)
        values = normal(stream, rows, columns, deviation, first, dtype)
        return torch.from_numpy(values).to(device)

    return draw


def split(x):  # [rows, channels] into [heads, rows, channels of a head]
    return x.reshape(x.shape[0], heads, -1).transpose(0, 1)


def by_head(x):  # [sequence, position, d] into [sequence, head, position, d_head]
    return x.reshape(*x.shape[:2], heads, d_head).transpose(1, 2)


class Block(torch.nn.Module):
    def __init__(self, layer):
        super().__init__()
        both = learned(f'{layer}.queryKey', 2 * d, d, 1 / math.sqrt(d))
        self.wq, self.wk = torch.nn.Parameter(both[:d].clone()), torch.nn.Parameter(both[d:].clone())
        self.wv, self.wo = matrix(f'{layer}.wv', d, d), matrix(f'{layer}.wo', d, d)
        self.wide = matrix(f'{layer}.wide', d, 4 * d)
        self.narrow = matrix(f'{layer}.narrow', 4 * d, d)
        self.norm1, self.norm2 = torch.nn.LayerNorm(d), torch.nn.LayerNorm(d)

    def forward(self, x, place):
        y = self.norm1(x)
        q, k, v = (by_head(y @ w) for w in (self.wq, self.wk, self.wv))
        with double():
            q, k = q.double(), k.double()
            if hasattr(place, 'turn'):
                q, k = place.turn(q, k)
            products = q @ k.transpose(-1, -2)  # [sequence, head, query, key]
            scores = products / getattr(place, 'divisor', math.sqrt(d_head))
            if hasattr(place, 'bias'):
                scores = scores + place.bias
            if hasattr(place, 'content'):
                each = zip(y.double(), q, k, products)
                scores = scores + torch.stack([place.content(*one) for one in each])
            if causal:
                later = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
                scores = scores.masked_fill(later, -torch.inf)
            weights = torch.softmax(scores, dim=-1)
            mixed = weights @ v.double()
            if hasattr(place, 'values'):
                mixed = mixed + torch.stack([place.values(one) for one in weights])
        mixed = mixed.to(x.dtype).transpose(1, 2).reshape(x.shape)
        x = x + mixed @ self.wo
        return x + F.relu(self.norm2(x) @ self.wide) @ self.narrow


class Racer(torch.nn.Module):
    def __init__(self, encoding):
        super().__init__()
        self.encoding = encoding
        self.tables = torch.nn.ParameterDict()  # what the encoding learns
        self.embedding = torch.nn.Parameter(learned('embedding', vocabulary, d))
        self.blocks = torch.nn.ModuleList(Block(layer) for layer in range(depth))
        self.norm = torch.nn.LayerNorm(d)
        self.unembedding = matrix('unembedding', d, vocabulary)
        with double():
            encoding(length, self.normal)

    def normal(self, stream, rows, columns, deviation=1.0, first=0, start=None):
        if stream not in self.tables:
            if start is None:
                values = learned(stream, rows, columns, deviation, first)
            else:  # as the encoding says
                values = torch.as_tensor(start, dtype=torch.float32).expand(rows, columns).clone()
            self.tables[stream] = torch.nn.Parameter(values)
        table = self.tables[stream]
        if rows > len(table):  # rows behind the trained ones are as they started
            more = learned(stream, rows - len(table), columns, deviation, len(table))
            table = torch.cat([table, more])
        return table[:rows].double()

    def forward(self, ids):  # [sequence, position] to logits [sequence, position, vocabulary]
        with double():
            place = self.encoding(ids.shape[1], self.normal)
        x = self.embedding[ids]
        if hasattr(place, 'table'):
            x = x + place.table.to(x.dtype)
        for block in self.blocks:
            x = block(x, place)
        return self.norm(x) @ self.unembedding`;

/** There already: all else, and \`racers\`. Leaves a program. */
export const trainingLines = `parser = argparse.ArgumentParser(description='One machine: python FILE. Many: torchrun FILE.')
parser.add_argument('--stop', type=int, default=steps, help='ends after that many steps')
parser.add_argument('--every', type=int, default=50, help='steps between two lines of the log')
parser.add_argument('--tensorboard', metavar='FOLDER', default='runs', help='where it is installed')
parser.add_argument('--wandb', metavar='PROJECT', help='logs to Weights & Biases too')
parser.add_argument('--save', metavar='FILE', help='writes what was learned')
asked = parser.parse_args()

many = 'RANK' in os.environ
if many:
    dist.init_process_group('nccl' if device == 'cuda' else 'gloo')
rank, world = (dist.get_rank(), dist.get_world_size()) if many else (0, 1)


def rate_at(step):  # counted from 1: a straight rise, then half a cosine down to a tenth
    rising = min(50, math.ceil(steps / 10))
    if step <= rising:
        return rate * step / rising
    done = min((step - rising) / max(steps - rising, 1), 1)
    return rate * (0.1 + 0.9 * (1 + math.cos(math.pi * done)) / 2)


def log_of(name):  # to whatever is there; one process of all writes
    if rank > 0:
        return lambda step, values: None
    logs = []
    try:
        from torch.utils.tensorboard import SummaryWriter

        writer = SummaryWriter(os.path.join(asked.tensorboard, name))
        logs.append(
            lambda step, values: [writer.add_scalar(key, values[key], step) for key in values]
        )
    except ImportError:
        pass
    if asked.wandb:
        import wandb

        run = wandb.init(project=asked.wandb, name=name, reinit='finish_previous')
        logs.append(lambda step, values: run.log(values, step=step))
    return lambda step, values: [log(step, values) for log in logs]


def accuracy_of(racer, length):
    ids, targets = test_of(length)
    with torch.no_grad():
        right = racer(ids).argmax(dim=-1) == targets
    return (right.sum() / (targets >= 0).sum()).item()


learned_by = {}
for name, (encoding, lengths) in racers.items():
    racer = Racer(encoding)
    given = [torch.cuda.current_device()] if device == 'cuda' else None
    model = racer
    if many:
        model = torch.nn.parallel.DistributedDataParallel(
            racer, device_ids=given, find_unused_parameters=True
        )
    optimiser = torch.optim.AdamW(
        racer.parameters(), lr=rate, betas=(0.9, 0.95), eps=1e-8, weight_decay=0.01
    )
    log = log_of(name)
    for step in range(1, min(steps, asked.stop) + 1):
        ids, targets = batch_of(step)
        counted = (targets >= 0).sum()
        ids, targets = ids[rank::world], targets[rank::world]  # this process's share
        logits = model(ids)
        loss = F.cross_entropy(
            logits.flatten(0, 1), targets.flatten(), ignore_index=-1, reduction='sum'
        ) / counted
        optimiser.param_groups[0]['lr'] = rate_at(step)
        optimiser.zero_grad(set_to_none=False)
        (loss * world).backward()  # gradients are averaged over the processes
        torch.nn.utils.clip_grad_norm_(racer.parameters(), 1.0)
        optimiser.step()
        if step % asked.every == 0 or step == 1:
            whole = loss.detach()
            if many:
                dist.all_reduce(whole)
            log(step, {'loss': whole.item(), 'rate': rate_at(step)})
            if rank == 0:
                print(f'{name}\\tstep {step}\\tloss {whole.item():.6f}', flush=True)
    found = {each: accuracy_of(racer, each) for each in lengths}
    log(step, {f'accuracy/{each}': found[each] for each in found})
    if rank == 0:
        print(name, *(f'{found[each]:.1%} at {each}' for each in found), sep='\\t', flush=True)
    learned_by[name] = racer.state_dict()

if asked.save and rank == 0:
    torch.save(learned_by, asked.save)
if many:
    dist.destroy_process_group()`;
