import afterglow.ground.access.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('access', '__first__'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Discussion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('group', models.CharField(max_length=40)),
                ('may_join', models.BooleanField()),
                ('text', models.TextField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('run', models.PositiveIntegerField()),
                ('part', models.PositiveSmallIntegerField()),
                ('protocol_version', models.DateField()),
                ('day', models.DateField()),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('door_opens_at', models.DateTimeField()),
                ('door_closes_at', models.DateTimeField()),
                ('places', models.PositiveSmallIntegerField()),
                ('fee_pence', models.PositiveIntegerField(default=0)),
                ('currency', models.CharField(default='GBP', max_length=3)),
                ('free_until', models.DateTimeField()),
                ('link', models.URLField(blank=True, max_length=500)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancelled_because', models.CharField(blank=True, max_length=300)),
                ('closed_at', models.DateTimeField(null=True)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
            ],
            options={
                'indexes': [models.Index(fields=['clinic', 'starts_at'], name='meeting_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='meeting_ends_after')],
            },
        ),
        migrations.CreateModel(
            name='Guest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('part', models.CharField(choices=[('trainee', 'Trainee, takes part'), ('visitor', 'Visitor, observes')], max_length=16)),
                ('announced_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guests', to='groups.meeting')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.meeting')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PastTheRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('together', models.CharField(max_length=22)),
                ('code', models.CharField(max_length=64)),
                ('words', models.TextField()),
                ('reason', models.TextField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('together', models.CharField(max_length=22)),
                ('state', models.CharField(choices=[('held', 'held until it is paid, taken up or let go'), ('confirmed', 'confirmed'), ('attended', 'attended'), ('absent', 'did not come, or came after the door was closed'), ('lost', 'was not taken up in time'), ('cancelled', 'given back in time, or called off by the clinic'), ('cancelled late', 'given back after the free time was over'), ('called off', 'the clinic called the meeting off')], max_length=16)),
                ('state_since', models.DateTimeField()),
                ('because', models.CharField(blank=True, max_length=300)),
                ('taken_at', models.DateTimeField()),
                ('held_until', models.DateTimeField(null=True)),
                ('asked_from', models.DateTimeField(null=True)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('fee_pence', models.PositiveIntegerField(default=0)),
                ('currency', models.CharField(default='GBP', max_length=3)),
                ('free_until', models.DateTimeField()),
                ('owed_pence', models.PositiveIntegerField(default=0)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.meeting')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'held_until'], name='place_by_hold'), models.Index(fields=['clinic', 'together'], name='place_by_together')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('held', 'confirmed', 'attended', 'absent'))), fields=('clinic', 'meeting', 'number'), name='one_patient_on_a_place'), models.UniqueConstraint(condition=models.Q(('state__in', ('held', 'confirmed', 'attended', 'absent'))), fields=('clinic', 'meeting', 'patient'), name='one_place_for_a_patient'), models.CheckConstraint(condition=models.Q(models.Q(('held_until__isnull', False), ('state', 'held')), models.Q(models.Q(('state', 'held'), _negated=True), ('held_until__isnull', True)), _connector='OR'), name='held_means_until_when')],
            },
        ),
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('where', models.CharField(max_length=200)),
                ('phone', models.CharField(max_length=32)),
                ('in_time', models.BooleanField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrivals', to='groups.place')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Admission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('place', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='admission', to='groups.place')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('code', models.CharField(max_length=40)),
                ('audience', models.CharField(choices=[('patients', 'Patients'), ('professionals', 'Professionals')], max_length=16)),
                ('starts_on', models.DateField()),
                ('started_at', models.DateTimeField()),
                ('ended_on', models.DateField(null=True)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('clinic', 'code'), name='one_open_series_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='PlannedBreak',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('say', models.CharField(max_length=100)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='breaks', to='groups.series')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='break_ends_after_it_begins')],
            },
        ),
        migrations.AddField(
            model_name='meeting',
            name='series',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='groups.series'),
        ),
        migrations.CreateModel(
            name='Facilitator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facilitators', to='groups.series')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('clinic', 'series', 'account'), name='facilitator_once_in_a_series')],
            },
        ),
        migrations.CreateModel(
            name='SeriesMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('joined_on', models.DateField()),
                ('least_until', models.DateField()),
                ('planned_until', models.DateField()),
                ('most_until', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('ended_because', models.CharField(blank=True, max_length=300)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='groups.series')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('clinic', 'series', 'number'), name='one_member_on_a_seat'), models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('clinic', 'series', 'patient'), name='member_once_in_a_series')],
            },
        ),
        migrations.AddField(
            model_name='place',
            name='membership',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.seriesmembership'),
        ),
        migrations.CreateModel(
            name='WaitingEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('joined_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'waits'), ('offered', 'has been offered a place'), ('taken', 'took a place'), ('let go', 'let the offer go'), ('expired', 'did not answer the offer in time'), ('left', 'left the line'), ('over', 'the meeting is over, or was called off')], default='waiting', max_length=12)),
                ('state_since', models.DateTimeField()),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.meeting')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
            ],
            options={
                'indexes': [models.Index(fields=['clinic', 'meeting', 'state'], name='waiting_by_meeting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'offered'))), fields=('clinic', 'meeting', 'patient'), name='once_in_a_line')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.place')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='groups.waitingentry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('clinic', 'entry'), name='one_open_offer_for_one_in_line')],
            },
        ),
        migrations.CreateModel(
            name='DoorEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.meeting')),
            ],
            options={
                'indexes': [models.Index(fields=['meeting', 'id'], name='door_event_of_meeting')],
            },
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('clinic', 'series', 'run', 'part'), name='meeting_of_a_run'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('clinic', 'series', 'day'), name='one_meeting_of_a_series_a_day'),
        ),
    ]
