/* The kernel of worlds in C, on the same compiled table: a yardstick for foedus.simulation.kernel, compiled with -O3 in
 * the benchmark only. Offsets come from foedus.simulation.layout as macros (see benchmarks/worlds.py). */
#include <stdint.h>

typedef int64_t I;
typedef uint32_t W;

static inline void philox(I world, I purpose, I number, I low, I high, W out[4]) {
    W c0 = (W)world, c1 = (W)((uint64_t)world >> 32), c2 = (W)purpose, c3 = (W)number, k0 = (W)low, k1 = (W)high;
    for (int r = 0; r < 10; r++) {
        uint64_t a = (uint64_t)0xD2511F53u * c0, b = (uint64_t)0xCD9E8D57u * c2;
        W n0 = (W)(b >> 32) ^ c1 ^ k0, n2 = (W)(a >> 32) ^ c3 ^ k1;
        c1 = (W)b; c3 = (W)a; c0 = n0; c2 = n2;
        k0 += 0x9E3779B9u; k1 += 0xBB67AE85u;
    }
    out[0] = c0; out[1] = c1; out[2] = c2; out[3] = c3;
}
static void fill(I *X, I place, I width, I purpose, I number, I onward, I count) {
    I world = X[X_WORLD], low = X[X_LOW], high = X[X_HIGH], slots = (1 - onward) << 8;
    I *restrict to = X + place;
    for (I i = 0; i < ((count + 7) & -8); i++) {
        W w[4];
        philox(world, purpose + i * slots, number + i * onward, low, high, w);
        to[i] = w[0]; to[width + i] = w[1]; to[2 * width + i] = w[2]; to[3 * width + i] = w[3];
    }
}
static inline I word_of(const I *X, I m) { return X[X_GROUPS + (m & 3) * GROUPS + (m >> 2)]; }
static inline I chance(const I *T, I index) {
    I place = index + 512;
    if (place < 0) place = 0;
    if (place > 1024) place = 1024;
    return T[T[O_LOGISTIC] + place];
}
static inline I quantile(const I *T, I place, I word) {
    I j = word >> 27, low = T[place + j];
    return low + (((T[place + j + 1] - low) * (word & 0x7FFFFFF)) >> 27);
}
static inline I stand(const I *T, I index, I word, I silent) {
    if (word < chance(T, index)) return SUPPORTS;
    if (word >= chance(T, index + T[ABSTENTION])) return OBJECTS;
    return silent ? SILENT : ABSTAINS;
}
static I said(const I *T, const I *X) {
    I leader = T[LEADER];
    if (leader < 0 || !((X[X_VOTERS] >> leader) & 1) || X[X_STATUS + leader] != MEMBER_NOW) return 0;
    if (leader == X[X_TARGET]) return T[LEADER_WEIGHT];
    I stance = stand(T, X[X_INDEX + leader], word_of(X, leader), X[X_SILENT]);
    return stance == SUPPORTS ? T[LEADER_WEIGHT] : stance == OBJECTS ? -T[LEADER_WEIGHT] : 0;
}
static void poll(const I *T, I *S, I *X, I purpose, I shift, I number) {
    I members = T[MEMBERS], voters = X[X_VOTERS], target = X[X_TARGET], leader = T[LEADER];
    fill(X, X_GROUPS, GROUPS, purpose | shift << 8, number, 0, (members + 3) >> 2);
    I add = said(T, X), taking = 0, supporting = 0, objecting = 0;
    for (I m = 0; m < members; m++) {
        I index = X[X_INDEX + m] + (m == leader ? 0 : add), word = word_of(X, m);
        X[X_INDEX + m] = index;
        taking |= (I)(X[X_STATUS + m] == MEMBER_NOW) << m;
        supporting |= (I)(word < chance(T, index)) << m;
        objecting |= (I)(word >= chance(T, index + T[ABSTENTION])) << m;
    }
    I asking = target >= 0 ? (I)1 << target : 0;
    taking = voters & (taking | asking);
    supporting = taking & (supporting | asking);
    objecting &= taking & ~asking;
    I rest = taking & ~supporting & ~objecting;
    X[X_MASKS + SUPPORTS] = supporting;
    X[X_MASKS + ABSTAINS] = X[X_SILENT] ? 0 : rest;
    X[X_MASKS + OBJECTS] = objecting;
    X[X_MASKS + ABSENT] = voters & ~taking;
    X[X_MASKS + SILENT] = X[X_SILENT] ? rest : 0;
    if (target < 0) return;
    for (I m = 0; m < members; m++)
        for (int s = 0; s < 5; s++) S[T[S_STANCES] + m * 5 + s] += (X[X_MASKS + s] >> m) & 1;
}
static I bar(const I *T, I place, I link, I members, const I *X) {
    I measure = T[place + 1], total = 0, base = 0;
    for (int s = 0; s < 5; s++) {
        I mask = X[X_MASKS + s], size = 0;
        if (measure == 0) size = __builtin_popcountll((uint64_t)mask);
        else {
            if (mask & T[link + LINK_NO_WEIGHT + measure - 1]) return UNTOLD;
            I sizes = link + LINK + (measure - 1) * members;
            for (I m = 0; mask; m++, mask >>= 1) if (mask & 1) size += T[sizes + m];
        }
        total += size * T[place + 3 + s];
        base += size * T[place + 8 + s];
    }
    return total < T[place + 2] || base == 0 ? FALSE : TRUE;
}
static I combined(I kind, const I *stack, I count) {
    int f = 0, t = 0, u = 0;
    for (I j = 0; j < count; j++) { f |= stack[j] == FALSE; t |= stack[j] == TRUE; u |= stack[j] == UNTOLD; }
    if (kind == ALL_OF) return f ? FALSE : u ? UNTOLD : TRUE;
    if (t) return kind == ANY_OF ? TRUE : FALSE;
    if (u) return UNTOLD;
    return kind == ANY_OF ? FALSE : TRUE;
}
static I run(const I *T, I place, I length, I link, I members, const I *X) {
    I stack[64], top = 0, end = place + length;
    while (place < end) {
        switch (T[place]) {
        case OP_BAR: stack[top++] = bar(T, place, link, members, X); place += BAR; break;
        case OP_OBJECTIONS: {
            I against = 0;
            for (int s = 0; s < 5; s++) if ((T[place + 2] >> s) & 1) against |= X[X_MASKS + s];
            stack[top++] = against & T[place + 1] ? FALSE : TRUE;
            place += OBJECTING;
            break;
        }
        case OP_SETTLED: stack[top++] = T[place + 1]; place += SETTLING; break;
        default: {
            I count = T[place + 2], answer = combined(T[place + 1], stack + top - count, count);
            top -= count;
            stack[top++] = answer;
            place += COMBINING;
        }
        }
    }
    return stack[0];
}
static I verdict(const I *T, I program, const I *X) {
    I members = T[MEMBERS], links = T[program], link = program + 1, adopted = FALSE;
    int empty = (X[X_MASKS] | X[X_MASKS + 1] | X[X_MASKS + 2] | X[X_MASKS + 3] | X[X_MASKS + 4]) == 0;
    for (I n = 0; n < links; n++) {
        I ql = T[link + LINK_QUORUM], cl = T[link + LINK_CONDITION], front = link + LINK + 2 * members, met = TRUE;
        if (empty && T[link + LINK_EMPTY] == UNTOLD) { if (ql) met = UNTOLD; }
        else if (ql) met = run(T, front, ql, link, members, X);
        if (met == FALSE) adopted = FALSE;
        else {
            I held = empty && T[link + LINK_EMPTY] >= 0 ? T[link + LINK_EMPTY]
                                                       : run(T, front + ql, cl, link, members, X);
            adopted = met == TRUE || held == FALSE ? held : UNTOLD;
        }
        if ((T[link + LINK_WHEN] == 2 ? met : adopted) != FALSE) break;
        link = front + ql + cl;
    }
    return adopted;
}
static void enter(const I *T, I *X, I day) {
    I found = 0;
    for (I e = 1; e < T[EPOCHS]; e++) if (T[T[O_EPOCHS] + e * EPOCH + EPOCH_DAY] <= day) found = e;
    I mask = T[T[O_EPOCHS] + found * EPOCH + EPOCH_MEMBERS];
    for (I gone = X[X_GONE], m = 0; gone >> m; m++) if (X[X_LEAVES + m] <= day) mask &= ~((I)1 << m);
    X[X_EPOCH] = found;
    X[X_PRESENT] = mask;
}
static void believe(const I *T, I *X) {
    I members = T[MEMBERS], row = T[O_UPDATES] + X[X_OUTCOME] * UPDATE, moves = 0;
    for (int j = 0; j < UPDATE; j++) moves |= T[row + j];
    if (!moves) return;
    for (I m = 0; m <= members; m++) {
        if (m < members && !((X[X_PRESENT] >> m) & 1)) continue;
        I role = m == members ? 4 : m == X[X_TARGET] ? 0 : 2, belief = X[X_BELIEFS + m];
        X[X_BELIEFS + m] = belief + (((65536 - belief) * T[row + role] - belief * T[row + role + 1]) >> 16);
    }
}
static void send(const I *T, I *X, I measure) {
    int alone = T[X[X_ROUTE] + ROUTE_STATUS] == ALONE;
    I front = T[O_MEASURES] + measure * MEASURE;
    I willing = X[X_MASKS + SUPPORTS] & X[X_PRESENT] & ~((I)1 << X[X_TARGET]);
    if (X[X_BEHIND] >= 0) willing &= ~((I)1 << X[X_BEHIND]);
    fill(X, X_HELP, 64, 5, X[X_NUMBER], 0, T[MEMBERS]);
    for (I m = 0; willing >> m; m++) {
        if (!((willing >> m) & 1)) continue;
        const I *w = X + X_HELP + m;
        if (w[0] >= chance(T, X[X_INDEX + m] + T[front + MEASURE_SEND])) continue;
        I own = T[O_MEMBERS] + m * MEMBER;
        if (T[own + MEMBER_CONSENT] && T[front + MEASURE_CONSENT] && !alone && w[128] >= T[CONSENT]) continue;
        X[X_SENDS] |= (I)1 << m;
        X[X_TOTAL] += T[own + MEMBER_STRENGTH];
        if (!alone) {
            I day = X[X_DECIDED] + quantile(T, T[O_DELAYS] + DELAY_SEND * 33, w[64]);
            if (X[X_FIRST] < 0 || day < X[X_FIRST]) X[X_FIRST] = day;
        }
    }
}
static int turned(const I *T, I *X, I program, I bit, I was) {
    X[X_MASKS + was] ^= bit;
    X[X_MASKS + SUPPORTS] |= bit;
    int passes = verdict(T, program, X) == TRUE;
    X[X_MASKS + SUPPORTS] ^= bit;
    X[X_MASKS + was] |= bit;
    return passes;
}
static void pivotal(const I *T, I *S, I *X, I program) {
    I found = 0, uneven = T[program + 1 + LINK_UNEVEN];
    for (I was = 1; was < 5; was++) {
        I mask = X[X_MASKS + was];
        if (!mask) continue;
        if (!uneven) {
            if (turned(T, X, program, mask & -mask, was)) found |= mask;
            continue;
        }
        for (I m = 0; m < T[MEMBERS]; m++)
            if (((mask >> m) & 1) && turned(T, X, program, (I)1 << m, was)) found |= (I)1 << m;
    }
    for (I m = 0; found >> m; m++) S[T[S_PIVOTAL] + m] += (found >> m) & 1;
}
static void answer(const I *T, I *S, I *X) {
    I route = X[X_ROUTE], program = T[route + ROUTE_PROGRAM];
    I found = T[route + ROUTE_STATUS] == ALONE ? TRUE : verdict(T, program, X);
    if (found != TRUE) {
        X[X_OUTCOME] = OUT_UNKNOWN;
        if (found == FALSE) { X[X_OUTCOME] = OUT_REJECTED; pivotal(T, S, X, program); }
        return;
    }
    I measure = T[route + ROUTE_MEASURE];
    X[X_OUTCOME] = T[route + ROUTE_LESSER] ? OUT_LESSER : OUT_ANSWERED;
    if (T[T[O_MEASURES] + measure * MEASURE + MEASURE_HELP]) {
        send(T, X, measure);
        if (X[X_TOTAL] < X[X_NEED]) X[X_OUTCOME] = OUT_INSUFFICIENT;
    }
}
static inline I least(I a, I b) { return a < b ? a : b; }
static void meet(const I *T, I *S, I *X) {
    I route = X[X_ROUTE], members = T[MEMBERS];
    const I *w = X + X_COURSES + ((X[X_NUMBER] - 1) & (AHEAD - 1));
    X[X_DECIDED] = X[X_INVOKED] + quantile(T, T[O_DELAYS] + DELAY_MEET * 33, w[0]) + T[route + ROUTE_DAYS];
    X[X_NEED] = quantile(T, T[O_KINDS] + X[X_KIND] * KIND + KIND_FRONT, w[2 * AHEAD]);
    X[X_SILENT] = T[route + ROUTE_SILENT];
    I voters = T[route + ROUTE_VOTERS];
    X[X_VOTERS] = (voters & X[X_PRESENT]) | (voters & T[route + ROUTE_OPEN]);
    I front = T[O_MEASURES] + T[route + ROUTE_MEASURE] * MEASURE;
    I common = T[T[O_KINDS] + X[X_KIND] * KIND + KIND_STANCE] +
               ((T[T[O_SHOCKS] + (w[AHEAD] >> 24)] * T[SHOCK]) >> 16) - T[front + MEASURE_COST];
    I affinity = T[O_AFFINITY] + X[X_TARGET];
    I ties = T[O_TIES] + T[T[O_CELLS] + X[X_CELL] * CELL + CELL_INITIATOR] * members;
    for (I m = 0; m < members; m++)
        X[X_INDEX + m] = common + T[affinity + m * members] - T[ties + m] +
                         ((T[BELIEF_STANCE] * X[X_BELIEFS + m]) >> 16);
    poll(T, S, X, 4, 0, X[X_NUMBER]);
    answer(T, S, X);
    S[T[S_DECISION] + least(X[X_DECIDED] - X[X_DAY], DECISION_DAYS - 1)] += 1;
    if (X[X_FIRST] >= 0) S[T[S_ARRIVAL] + least(X[X_FIRST] - X[X_INVOKED], ARRIVAL_DAYS - 1)] += 1;
}
static void crisis(const I *T, I *S, I *X) {
    I cell = T[O_CELLS] + X[X_CELL] * CELL, target = X[X_TARGET];
    const I *w = X + X_SCENES + ((X[X_NUMBER] - 1) & (AHEAD - 1));
    I place = T[cell + CELL_FIRST_SCENE], ask = 0, asks = T[O_ASKS] + X[X_KIND] * T[ASKS];
    while (w[0] >= T[T[O_SCENE_CUMULATIVE] + place]) place++;
    while (w[AHEAD] >= T[asks + ask]) ask++;
    I behind = T[cell + CELL_BY_MEMBER], fellow = behind >= 0 && ((X[X_PRESENT] >> behind) & 1);
    X[X_BEHIND] = behind;
    X[X_ROUTE] = T[O_ROUTES] + (((X[X_EPOCH] * 2 + fellow) * T[SCENES] + place) * T[ASKS] + ask) * ROUTE;
    X[X_FIRST] = -1; X[X_TOTAL] = 0; X[X_SENDS] = 0; X[X_NEED] = 0; X[X_INVOKED] = X[X_DAY];
    I status = T[X[X_ROUTE] + ROUTE_STATUS];
    I index = T[T[O_KINDS] + X[X_KIND] * KIND + KIND_INVOKE] + ((T[BELIEF_INVOKE] * X[X_BELIEFS + target]) >> 16);
    if (X[X_STATUS + target] != MEMBER_NOW) index -= T[FROZEN_INVOKE];
    if (status == NOT_ENGAGED) X[X_OUTCOME] = OUT_NOT_ENGAGED;
    else if (w[2 * AHEAD] >= chance(T, index)) X[X_OUTCOME] = OUT_NOT_INVOKED;
    else {
        X[X_INVOKED] += quantile(T, T[O_DELAYS] + DELAY_INVOKE * 33, w[3 * AHEAD]);
        if (status == NOBODY) X[X_OUTCOME] = OUT_NOBODY;
        else meet(T, S, X);
    }
    believe(T, X);
    I counts = T[S_CRISES] + (target * T[KINDS] + X[X_KIND]) * CRISIS;
    S[counts + X[X_OUTCOME]] += 1;
    if (X[X_FIRST] >= 0) S[counts + CRISIS - 1] += 1;
    S[T[S_YEARS] + (X[X_YEAR] - 1) * CRISES_OF_YEAR + X[X_OUTCOME]] += 1;
    X[X_CRISES] += 1;
    if (X[X_OUTCOME] == OUT_ANSWERED) X[X_ANSWERED] += 1;
}
static int admitted(const I *T, I *S, I *X, I applicant, I year) {
    I members = T[MEMBERS], row = T[O_ADMISSIONS] + (X[X_EPOCH] * members + applicant) * ADMIT;
    if (T[row + ADMISSION_STATUS] != VOTED) return T[row + ADMISSION_STATUS] == FREE;
    X[X_VOTERS] = T[row + ADMISSION_VOTERS] & X[X_PRESENT];
    X[X_SILENT] = T[row + ADMISSION_SILENT];
    X[X_TARGET] = -1;
    for (I m = 0; m < members; m++) X[X_INDEX + m] = T[ADMISSION] + T[T[O_AFFINITY] + m * members + applicant];
    poll(T, S, X, 7, applicant * 16, year);
    return verdict(T, T[row + ADMISSION_PROGRAM], X) == TRUE;
}
static void member_year(const I *T, I *S, I *X, I m, I word, I year) {
    I own = T[O_MEMBERS] + m * MEMBER, hazards = T[O_HAZARDS], front = T[O_YEARS] + year * YEAR;
    I status = X[X_STATUS + m], away = T[own + MEMBER_PULL] - ((T[BELIEF_LEAVE] * X[X_BELIEFS + m]) >> 16);
    if (X[X_LEAVES + m] <= X[X_DAY]) {
        X[X_STATUS + m] = OUTSIDE;
        if (word < chance(T, T[hazards + HAZARD_RETURN] - away) && admitted(T, S, X, m, year)) {
            X[X_STATUS + m] = MEMBER_NOW;
            X[X_LEAVES + m] = NEVER;
            X[X_GONE] &= ~((I)1 << m);
            X[X_PRESENT] |= (I)1 << m;
        }
        return;
    }
    if (status == NOTICE) return;
    int frozen = status == FROZEN;
    I gives = T[hazards + (frozen ? HAZARD_NOTICE_FROZEN : HAZARD_NOTICE)] + away;
    if (word >= 4294967296LL - chance(T, gives) && T[front + YEAR_NOTICE]) {
        X[X_STATUS + m] = NOTICE;
        X[X_LEAVES + m] = T[front + YEAR_LEAVES];
        X[X_GONE] |= (I)1 << m;
        if (X[X_LEAVES + m] <= X[X_DAY]) { X[X_STATUS + m] = OUTSIDE; X[X_PRESENT] &= ~((I)1 << m); }
    } else if (frozen) {
        if (word < chance(T, T[hazards + HAZARD_UNFREEZE] - away)) X[X_STATUS + m] = MEMBER_NOW;
    } else if (word < chance(T, T[hazards + HAZARD_FREEZE] + away)) X[X_STATUS + m] = FROZEN;
}
static void turn(const I *T, I *S, I *X) {
    I year = X[X_YEAR], members = T[MEMBERS], present = 0;
    X[X_DAY] = T[T[O_YEARS] + year * YEAR + YEAR_DAY];
    enter(T, X, X[X_DAY]);
    I belonging = T[T[O_EPOCHS] + X[X_EPOCH] * EPOCH + EPOCH_MEMBERS];
    I able = T[T[O_EPOCHS] + X[X_EPOCH] * EPOCH + EPOCH_FREE];
    if (year) {
        for (I m = 0; m <= members; m++) {
            I belief = X[X_BELIEFS + m], prior = T[T[O_MEMBERS] + m * MEMBER + MEMBER_PRIOR];
            X[X_BELIEFS + m] = belief + (((prior - belief) * T[DRIFT]) >> 16);
        }
        if (able) fill(X, X_YEARS, GROUPS, 6, year, 0, (members + 3) >> 2);
        for (I m = 0; m < members; m++) {
            if (!((able >> m) & 1)) continue;
            I word = X[X_YEARS + (m & 3) * GROUPS + (m >> 2)];
            if (X[X_STATUS + m] || word < X[X_LEAST + m] || word >= X[X_MOST + m]) member_year(T, S, X, m, word, year);
        }
    }
    I *beliefs = S + T[S_BELIEF] + year * (members + 1) * BELIEF_BINS;
    for (I m = 0; m < members; m++) {
        if (!((belonging >> m) & 1)) continue;
        S[T[S_STATUS] + (year * members + m) * 4 + X[X_STATUS + m]] += 1;
        if (X[X_STATUS + m] == OUTSIDE) continue;
        present++;
        beliefs[m * BELIEF_BINS + least(X[X_BELIEFS + m] >> 12, BELIEF_BINS - 1)] += 1;
    }
    beliefs[members * BELIEF_BINS + least(X[X_BELIEFS + members] >> 12, BELIEF_BINS - 1)] += 1;
    S[T[S_MEMBERS] + year * 64 + present] += 1;
    X[X_YEAR] = year + 1;
}
static void squeeze(const I *T, I *X) {
    for (I m = 0; m < T[MEMBERS]; m++) {
        I pull = T[T[O_MEMBERS] + m * MEMBER + MEMBER_PULL];
        X[X_LEAST + m] = chance(T, T[T[O_HAZARDS] + HAZARD_FREEZE] + pull);
        X[X_MOST + m] = 4294967296LL - chance(T, T[T[O_HAZARDS] + HAZARD_NOTICE] + pull);
    }
}
static int candidate(const I *T, I *S, I *X) {
    I number = X[X_NUMBER], ahead = number & (AHEAD - 1);
    if (!ahead) {
        fill(X, X_GAPS, AHEAD, 1, number, 1, AHEAD);
        fill(X, X_SCENES, AHEAD, 2, number + 1, 1, AHEAD);
        fill(X, X_COURSES, AHEAD, 3, number + 1, 1, AHEAD);
    }
    const I *w = X + X_GAPS + ahead;
    X[X_NUMBER] = number + 1;
    X[X_CANDIDATES] += 1;
    I bucket = w[0] >> 20, gap = T[T[O_EXPONENTIAL] + bucket];
    if (bucket < 4095) gap += ((T[T[O_EXPONENTIAL] + bucket + 1] - gap) * (w[0] & 0xFFFFF)) >> 20;
    X[X_TICK] += (gap * T[MEAN_GAP]) >> 20;
    I day = X[X_TICK] >> 10;
    while (X[X_YEAR] <= T[YEARS] && T[T[O_YEARS] + X[X_YEAR] * YEAR + YEAR_DAY] <= day) turn(T, S, X);
    if (day >= T[HORIZON]) return 0;
    if (bucket == 4095) return 1;
    I cell = T[T[O_GUIDE] + (w[AHEAD] >> 24)];
    while (w[AHEAD] >= T[T[O_CUMULATIVE] + cell]) cell++;
    X[X_DAY] = day; X[X_CELL] = cell;
    X[X_TARGET] = T[T[O_CELLS] + cell * CELL + CELL_TARGET];
    X[X_KIND] = T[T[O_CELLS] + cell * CELL + CELL_KIND];
    enter(T, X, day);
    if (!((X[X_PRESENT] >> X[X_TARGET]) & 1)) return 1;
    I deterred = T[T[O_KINDS] + X[X_KIND] * KIND + KIND_DETERRED];
    I happens = 4294967296LL - ((deterred * X[X_BELIEFS + T[MEMBERS]]) >> 16);
    I trend = T[T[O_YEARS] + (X[X_YEAR] - 1) * YEAR + YEAR_TREND];
    if (w[2 * AHEAD] < ((happens >> 16) * trend) >> 16) crisis(T, S, X);
    return 1;
}
void play(const I *T, I *S, I *X, I low, I high, I first, I last) {
    I members = T[MEMBERS];
    X[X_LOW] = low; X[X_HIGH] = high;
    squeeze(T, X);
    for (I world = first; world < last; world++) {
        X[X_WORLD] = world; X[X_NUMBER] = 0; X[X_TICK] = 0; X[X_YEAR] = 0;
        X[X_CANDIDATES] = 0; X[X_CRISES] = 0; X[X_ANSWERED] = 0;
        for (I m = 0; m <= members; m++) {
            X[X_BELIEFS + m] = T[T[O_MEMBERS] + m * MEMBER + MEMBER_BELIEF];
            X[X_STATUS + m] = T[T[O_MEMBERS] + m * MEMBER + MEMBER_STATUS];
            X[X_LEAVES + m] = NEVER;
        }
        X[X_GONE] = 0;
        while (candidate(T, S, X)) { }
        I *whole = S + T[S_WORLDS];
        whole[WORLDS] += 1; whole[CANDIDATES] += X[X_CANDIDATES]; whole[CRISES] += X[X_CRISES]; whole[DAYS] += T[HORIZON];
        S[T[S_ANSWERED] + least(X[X_ANSWERED], WORLD_BINS - 1)] += 1;
    }
}
